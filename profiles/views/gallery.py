"""Every component in every state on one page, for who works on the look: served with DEBUG alone."""

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles import distance
from profiles.adjacency import Neighbour, place_of
from profiles.comparison import difference
from profiles.models.revision import Heading, Revision
from profiles.rendering import words
from profiles.rendering.catalogue import Cell, TrackRow
from profiles.rendering.difference import Shown
from profiles.rendering.lost import Meant
from profiles.rendering.profile import Near
from profiles.states import State

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
FUNCTION = {"code": "SAMPLE", "name": "Sample Function"}
FOCUS = {"code": "SAMPLE0000", "name": LONG}
BEFORE = {
    "title": "Head of shift",
    "responsibilities": [
        "Plans the week for two lines",
        "Opens the shift with a safety talk",
        "Counts stock on Fridays",
    ],
    "skills": [{"name": "Shift planning", "summary": "For two lines"}, {"name": "Excel", "summary": "For rosters"}],
}
AFTER = {
    "title": "Head of line",
    "responsibilities": [
        "Opens the shift with a safety talk",
        "Plans the week for three lines",
        "Reads scrap by the hour",
    ],
    "skills": [{"name": "Shift planning", "summary": "For two lines"}, {"name": LONG, "summary": ""}],
}

REVIEWS = [
    {"panelist": "robin", "origin": "person", "comment": "Could be checked on a working day.", "objections": []},
    {
        "panelist": LONG,
        "origin": "external",
        "recorded_by": "cleo",
        "comment": "",
        "objections": [
            {"text": "Two lines are not six.", "outcome": "open"},
            {"text": "Who decides?", "answer": "The plant.", "answered_by": "cleo", "outcome": "answered"},
            {"text": "Since when?", "answer": "Ever.", "answered_by": "cleo", "outcome": "stands", "ruled_by": "dana"},
            {"text": "By whom?", "outcome": "withdrawn", "ruled_by": "dana"},
            {"text": "With what?", "outcome": "fixed", "ruled_by": LONG},
        ],
    },
    {"panelist": "Ada Sample", "origin": "file", "stale": True, "comment": "It was better before."},
]


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404("the gallery of components is shown to developers only")
    context = {
        "function": FUNCTION,
        "focus": FOCUS,
        "rows": [TrackRow("Support", "", _cells("S", 1)), TrackRow("Management", "", _cells("M", 4))],
        "scores": [("5.0", True), ("4.0", True), ("3.9", False), ("1.0", False), ("0", False)],
        "reviews": REVIEWS,
        "bands": words.BAND_SIGNS.items(),
        "states": [(state.value, words.STATE_SIGNS.get(state.value, "")) for state in State],
        "neighbours": [_near("S3", "SAMPLE0000", 3, 0), _near("S3", "OTHER0000", 3, 1), _near("M2", "OTHER0000", 5, 8)],
        "pages": [_page(1), _page(2), _page(3)],
        "meant": Meant([_revision("S2")], [_heading("focus", LONG)], [_heading("function", "Sample Function")]),
        "differences": [Shown(difference(*pair)) for pair in ((BEFORE, AFTER), (None, AFTER), (AFTER, AFTER))],
    }
    return render(request, "gallery.html", context)


def _revision(level: str, confidence: str | None = "0.900", *, focus: str = "SAMPLE0000", rank: int = 2, **more):
    """A row that is never saved: what a component reads of it, and nothing else."""
    codes = {"function_code": "SAMPLE", "focus_code": focus, "level_code": level, "track_code": level[0]}
    key = f"SAMPLE.{focus}.{level}"
    values = {"title": f"Sample role {level}", "level_title": "Coordinator", "rank": rank, "state": State.APPROVED}
    return Revision(key=key, confidence=confidence, number=1, **(codes | values | more))


def _heading(kind: str, name: str) -> Heading:
    return Heading(kind=kind, code="SAMPLE0000", parent="SAMPLE", name=name)


def _cells(track: str, rank: int) -> list[Cell]:
    """High, medium, low, not scored, retired, and a gap."""
    levels = [f"{track}{step}" for step in range(1, 7)]
    rows = [_revision(code, value) for code, value in zip(levels, ("0.900", "0.700", "0.400", None), strict=False)]
    rows += [_revision(levels[4], state=State.RETIRED), None]
    return [
        Cell(code, f"Level {code}", rank + step, row) for step, (code, row) in enumerate(zip(levels, rows, strict=True))
    ]


def _near(level: str, focus: str, rank: int, shared: int) -> Near:
    own, other = _revision("S2"), _revision(level, focus=focus, rank=rank)
    apart = distance.between(place_of(own), place_of(other))
    names = {f"skill {number}": f"Skill {number}" for number in range(shared)}
    return Near(Neighbour(other, apart, frozenset(names)), names)


def _page(number: int) -> Page:
    return Paginator(range(30), 10).page(number)
