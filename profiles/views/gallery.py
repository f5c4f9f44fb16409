"""Every component in every state on one page, for who works on the look: served with DEBUG alone."""

import json

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles import distance
from profiles.adjacency import Neighbour, place_of
from profiles.comparison import Meter, difference, texts
from profiles.models.revision import Heading, Revision, RevisionPay
from profiles.pay import resolve
from profiles.rendering import figures, words
from profiles.rendering.catalogue import Cell, FocusEntry, TrackRow
from profiles.rendering.difference import Shown
from profiles.rendering.lost import Meant
from profiles.rendering.pictures.coverage import coverage
from profiles.rendering.pictures.ladder import ladder
from profiles.rendering.pictures.panel import panel_scores
from profiles.rendering.pictures.pay import pay_ladder
from profiles.rendering.pictures.surroundings import Map
from profiles.rendering.profile import Near
from profiles.scoring import DIMENSIONS, panel
from profiles.states import State

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
FUNCTION = {"code": "SAMPLE", "name": "Sample Function"}
FOCUS = {"code": "SAMPLE0000", "name": LONG}
FIGURES = {"currency": "USD", "low": None, "high": None, "basis": "P25–P75", "region": "US", "source": "", "as_of": ""}
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

# Apart; all that can be given and the least; nothing.
PANELS = [
    [
        {"panelist": LONG, "scores": dict.fromkeys(DIMENSIONS, 5.0) | {"concreteness": 4.0, "factual_accuracy": 3.5}},
        {"panelist": "robin", "scores": dict.fromkeys(DIMENSIONS, 4.0) | {"concreteness": 4.0, "factual_accuracy": 4}},
    ],
    [{"panelist": str(n), "scores": dict(zip(DIMENSIONS, (1, 5, 3, 3.5, None), strict=True))} for n in range(6)],
    [],
]

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

# Label, low, median, high, currency and whose figures they are.
BARS = (
    ("Head of shift", 59_000, 74_000, 92_000, "USD", "own"),
    (LONG, None, 140_000, None, "USD", "function"),
    ("Head of plant in Europe", 90_000, 100_000, 120_000, "EUR", "own"),
)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404("the gallery of components is shown to developers only")
    context = {
        "function": FUNCTION,
        "focus": FOCUS,
        "rows": [TrackRow("Support", "", _cells("S", 1)), TrackRow("Management", "", _cells("M", 4))],
        "panels": [panel_scores(panel(scored), scored) for scored in PANELS],
        "ladders": [
            (name, pay, ladder(rows, pay)) for name, rows in _ladders() for pay in [pay_ladder(rows, sees_pay=True)]
        ],
        "coverage": coverage(
            [_focus("First focus", "S"), _focus(LONG, "M"), _focus("同じ長さの名前を持つ役割の集まり", "S")]
        ),
        "maps": [
            ("Map", _map()),
            ("Far map", _map(("S1", "SAMPLE0000", 1), ("M9", "ODD", 30), ("P2", "OTHER0000", 2))),
        ],
        "reviews": REVIEWS,
        "bands": words.BAND_SIGNS.items(),
        "states": [(state.value, words.STATE_SIGNS.get(state.value, "")) for state in State],
        "neighbours": [_near("S3", "SAMPLE0000", 3, 0), _near("S3", "OTHER0000", 3, 1), _near("M2", "OTHER0000", 5, 8)],
        "pages": [_page(1), _page(2), _page(3)],
        "meant": Meant([_revision("S2")], [_heading("focus", LONG)], [_heading("function", "Sample Function")]),
        "scale": figures.scale([(label, _pay(*pay)) for label, *pay in BARS]),
        "beside": texts(("Plans the week for two lines", "Plans the week for six lines", LONG), Meter()).cells,
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


def _paid(level: str, title: str, rank: int, years: str, figures: dict | None, owner: str = "own") -> Cell:
    row = _revision(level, rank=rank)
    if figures:
        part = {"own": None, "function": None, "level": None, owner: {**FIGURES, **figures}}
        row.pay = RevisionPay(part=json.dumps(part))
    return Cell(level, title, rank, row, years)


def _ladders() -> list[tuple[str, list[TrackRow]]]:
    """Several tracks with every state; nine levels in long words; one level; no pay at all."""
    full = [
        _paid("M1", "Supervisor", 4, "3–6 years", {"median": 88_000, "low": 70_000, "high": 104_000}),
        _paid("M2", "Manager", 5, "5–8 years", {"median": 112_000, "low": None, "high": 131_000}),
        _paid("M3", LONG, 6, "8–12 years", {"median": 131_000, "low": 104_000, "high": 163_000}, "function"),
        _paid("M4", "Director", 7, "10–15 years", {"median": 121_000, "currency": "EUR"}),
        _paid("M5", "Senior Director", 8, "not defined", {"median": 199_000}, "level"),
        Cell("M6", "Vice President", 9, None),
    ]
    beside = [
        _paid("P3", "Career", 4, "3–5 years", None),
        Cell("P4", "Specialist", 5, _revision("P4", state=State.RETIRED)),
    ]
    nine = [
        _paid(f"S{n}", f"{LONG} {n}", n, "0–99 years", {"median": 10**n, "low": 10**n // 2, "high": 2 * 10**n})
        for n in range(1, 10)
    ]
    return [
        ("full", [TrackRow("Professional", "", beside), TrackRow("Management", "", full)]),
        ("nine", [TrackRow(LONG, "", nine)]),
        ("one", [TrackRow("Support", "", nine[4:5])]),
        ("none", [TrackRow("Professional", "", beside)]),
    ]


def _focus(name: str, track: str) -> FocusEntry:
    heading = Heading(kind="focus", code=FOCUS["code"], parent=FUNCTION["code"], name=name)
    return FocusEntry(heading, [TrackRow(f"Track {track}", "", _cells(track, 1))])


def _map(*places: tuple[str, str, int]) -> Map:
    """One with near, review and none about it, or one with what is asked for."""
    usual = [("S1", "SAMPLE0000", 1), ("S3", "SAMPLE0000", 3), ("P1", "SAMPLE0000", 2), ("S4", "SAMPLE0000", 4)]
    usual += [("S2", "OTHER0000", 2), ("S3", "OTHER0000", 3), ("S2", "THIRD0000", 2), ("P1", "OTHER0000", 2)]
    own = _revision("S2")
    others = [_revision(level, focus=focus, rank=rank, focus_name=LONG) for level, focus, rank in places or usual]
    others.append(_revision("S2", function_code="ELSE", focus="ELSE0000", focus_name="Elsewhere"))
    return Map(own, [Neighbour(o, distance.between(place_of(own), place_of(o)), frozenset()) for o in others])


def _pay(low: int | None, median: int, high: int | None, currency: str, owner: str):
    return resolve({owner: {"currency": currency, "low": low, "median": median, "high": high}})


def _page(number: int) -> Page:
    return Paginator(range(30), 10).page(number)
