"""Makers of what tests need; every state is reached by walking the workflow with people who may."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from profiles import desk, payloads, reviewing, workflow
from profiles.desk import Write
from profiles.guards import GUARDS as SHELF_GUARDS
from profiles.models import Mapping, Objection, PanelScore, Profile, Revision
from profiles.payloads import Content
from profiles.people import APPROVERS, CURATORS, REVIEWERS
from profiles.records import ProfileRecord
from profiles.scoring import DIMENSIONS, LAYERS
from profiles.states import State
from taxonomy import triggers
from taxonomy.codes import KEY, focus_code, function_code
from taxonomy.guards import GUARDS as GROUND_GUARDS
from taxonomy.importers import scopes
from taxonomy.models import Focus, Function, Guideline, Level, Track

# -- people ----------------------------------------------------------------------------------------


def person(username: str, *groups: str, **fields: Any):
    """A user in these groups; the same one again where the name is known."""
    people = get_user_model().objects
    user = people.filter(username=username).first() or people.create(username=username, **fields)
    if missing := set(groups) - set(user.groups.values_list("name", flat=True)):
        user.groups.add(*Group.objects.filter(name__in=missing))
    return user  # a fresh object: permissions are cached on it


def curator(username: str = "carla"):
    return person(username, CURATORS)


def approver(username: str = "axel"):
    return person(username, APPROVERS)


def reviewer(username: str = "rita"):
    return person(username, REVIEWERS)


def all_rounder(username: str = "alma"):
    """Curator and approver in one."""
    return person(username, CURATORS, APPROVERS)


# -- the skeleton ----------------------------------------------------------------------------------

TRACKS = {"S": "Support", "P": "Professional", "M": "Management", "E": "Executive"}
# code: rank, least and most typical years (field.md, *Levels*)
LADDER = {
    **{"S1": (1, 0, 1), "S2": (2, 1, 3), "S3": (3, 3, 5), "S4": (4, 5, 8)},
    **{"P1": (2, 0, 2), "P2": (3, 1, 3), "P3": (4, 3, 5), "P4": (5, 5, 8)},
    **{"P5": (6, 8, 12), "P6": (7, 12, 15), "P7": (8, 15, 22)},
    **{"M1": (4, 3, 6), "M2": (5, 5, 8), "M3": (6, 8, 12), "M4": (7, 10, 15), "M5": (8, 12, 18), "M6": (9, 15, 25)},
    **{"E1": (8, 12, 18), "E2": (9, 13, 20), "E3": (10, 15, 22)},
}
FUNCTION, FOCUS, SIBLING = "Plant Operations", "Line Leadership", "Process Quality"
FUNCTION_CODE = function_code(FUNCTION)
FOCUS_CODE, SIBLING_CODE = focus_code(FUNCTION, FOCUS), focus_code(FUNCTION, SIBLING)
KEY_M4 = f"{FUNCTION_CODE}.{FOCUS_CODE}.M4"


def ladder() -> dict[str, Level]:
    """The four tracks with their twenty levels, by code; made once a test."""
    if not Level.objects.exists():
        order = enumerate(TRACKS.items(), 1)
        tracks = {
            track.code: track
            for track in Track.objects.bulk_create(Track(code=c, name=n, order=i) for i, (c, n) in order)
        }
        Level.objects.bulk_create(
            Level(
                code=code,
                track=tracks[code[0]],
                step=int(code[1:]),
                rank=rank,
                years_min=least,
                years_max=most,
                title=f"{TRACKS[code[0]]} {code[1:]}",
                summary=f"What {code} is about.",
                scope=f"The scope of {code}.",
            )
            for code, (rank, least, most) in LADDER.items()
        )
    return {level.code: level for level in Level.objects.select_related("track")}


def function(code: str = FUNCTION_CODE, **fields: Any) -> Function:
    values = {"name": FUNCTION if code == FUNCTION_CODE else code.title(), "summary": f"The work of {code}."}
    return Function.objects.get_or_create(code=code, defaults=values | fields)[0]


def focus(code: str = FOCUS_CODE, of: Function | None = None, **fields: Any) -> Focus:
    names = {FOCUS_CODE: FOCUS, SIBLING_CODE: SIBLING}
    values = {
        "function": of or function(),
        "name": names.get(code, code.title()),
        "summary": f"What sets {code} apart.",
    }
    return Focus.objects.get_or_create(code=code, defaults=values | fields)[0]


def guidelines(of: Function | Focus, track: str = "M", **texts: str) -> list[Guideline]:
    """A rubric row for each level of a track, owned by a function or a focus."""
    owner = "function" if isinstance(of, Function) else "focus"
    rows = []
    for level in ladder().values():
        if level.track.code == track:
            columns = {
                "knowledge": f"{of.code} knowledge at {level.code}",
                "complexity": f"{of.code} problems at {level.code}",
                "collaboration": f"{of.code} partners at {level.code}",
                "experience": f"{level.years_min}–{level.years_max} years",
            }
            rows.append(Guideline(level=level, **{owner: of}, **(columns | texts)))
    return Guideline.objects.bulk_create(rows)


# -- records ---------------------------------------------------------------------------------------


def review(panelist: str, score: float = 4.5, *, at: str = "2026-03-01T09:00:00Z", **scores: float | None) -> dict:
    """A review with the same score everywhere but where another is named."""
    return {
        "panelist": panelist,
        "scores": dict.fromkeys(DIMENSIONS, score) | scores,
        "comment": f"{panelist} has read it.",
        "at": at,
    }


def record_data(code: str = KEY_M4, **changes: Any) -> dict[str, Any]:
    """Everything a profile can hold, as JSON has it; a panel that passes the gate."""
    return {
        "kind": "profile",
        "code": code,
        "title": f"Plant Manager {code.rpartition('.')[2]}",
        "summary": "Runs one plant so that people go home safe and orders leave on time.",
        "responsibilities": [
            "Sets the yearly output, scrap and safety targets of the plant and answers for them",
            "Plans shifts and overtime in the MES for six lines and about 180 people",
            "Decides on repairs up to 250,000 and argues for larger ones before the board",
            "Runs the daily stand-up at the line and removes what stops it",
        ],
        "skills": [
            {"name": "Shift planning", "summary": "Levels overtime over six lines"},
            {"name": "Power BI", "type": "tool", "summary": "Reads scrap by line and hour"},
            {"name": "Labour law", "type": "knowledge", "summary": "Keeps rosters lawful"},
        ],
        "pay": {
            "currency": "USD",
            "median": 164_000,
            "low": 129_000,
            "high": 209_000,
            "basis": "P25–P75",
            "region": "US",
            "source": "BLS OEWS",
            "as_of": "2025-05",
        },
        "aliases": ["Plant Director", {"title": "Werksleiter", "locale": "de", "source": "HR"}],
        "mappings": [
            {
                "system": "O*NET/SOC",
                "code": "11-3051.00",
                "label": "Industrial Production Managers",
                "relation": "close",
                "source": "a person",
            }
        ],
        "sources": [
            {
                "title": "Occupational Outlook Handbook",
                "url": "https://www.bls.gov/ooh/",
                "publisher": "BLS",
                "retrieved": "2026-02-01",
                "licence": "public domain",
                "layers": list(LAYERS),
            }
        ],
        "panel": [review("Rita Sample"), review("Ravi Sample")],
        "produced_by": "factory/3.2",
    } | changes


def record(code: str = KEY_M4, **changes: Any) -> ProfileRecord:
    return ProfileRecord.model_validate(record_data(code, **changes))


# -- the desk --------------------------------------------------------------------------------------


def on_desk(text: ProfileRecord | None = None, *, by=None, **changes: Any) -> Profile:
    """A profile whose desk holds this record, with everything that its code names."""
    text = text or record(**changes)
    part = KEY.fullmatch(text.key).groupdict()
    owner = function(part["function"])
    scope = part["scope"] or "global"
    profile = Profile(focus=focus(part["focus"], owner), level=ladder()[part["level"]], scope=scopes({scope})[scope])
    return lay(profile, text, by=by)


def lay(profile: Profile, text: ProfileRecord, *, by=None) -> Profile:
    """Lays a record on a desk as a person who edits it."""
    desk.replace([Write(profile, Content(text))], by=by or curator(), note="edited")
    return Profile.objects.with_places().get(pk=profile.pk)


def edit(profile: Profile, *, by=None, **changes: Any) -> Profile:
    """Edits the desk and has the panel score it anew, so that the gate has nothing against it."""
    before = payloads.record_of(fresh(profile))
    panel = [r | {"at": timezone.now().isoformat()} for r in before.model_dump(mode="json")["panel"]]
    content = before.model_dump(mode="json") | {"panel": panel} | changes
    return lay(profile, ProfileRecord.model_validate(content), by=by)


def fresh(profile: Profile) -> Profile:
    return Profile.objects.on_desk().get(pk=profile.pk)


def confirm(profile: Profile, *, by=None) -> None:
    """A person stands behind the mappings of a desk."""
    Mapping.objects.filter(profile=profile).update(confirmed_by=by or curator(), confirmed_at=timezone.now())


# -- the panel -------------------------------------------------------------------------------------


def judged(profile: Profile) -> str:
    """The digest of the text that stands on the desk, as the review page carries it."""
    return Content(payloads.record_of(fresh(profile))).judged


def scored(profile: Profile, by=None, score: float = 4.5, **said: Any) -> PanelScore:
    """A reviewer gives scores to what stands on the desk; `said` is a comment, objections, or another score."""
    scores = dict.fromkeys(DIMENSIONS, score) | {name: said.pop(name) for name in DIMENSIONS if name in said}
    return reviewing.give(profile, by=by or reviewer(), scores=scores, seen_digest=judged(profile), **said)


def external(profile: Profile, panelist: str = "Ada Outside", *, by=None, score: float = 4.5, **said) -> PanelScore:
    """A curator records what somebody said who does not sign in."""
    told = {"scores": dict.fromkeys(DIMENSIONS, score), "seen_digest": judged(profile)} | said
    return reviewing.record_external(profile, by=by or curator(), panelist=panelist, **told)


def objection(profile: Profile, by=None, text: str = "Six lines are not one plant.") -> Objection:
    """What a reviewer will not let pass."""
    return scored(profile, by, objections=[text]).objections.get(text=text)


# -- the shelf, state by state ---------------------------------------------------------------------


def in_review(profile: Profile | None = None, *, by=None, **changes: Any) -> Revision:
    return workflow.submit(profile or on_desk(**changes), by=by or curator(), note="please look")


def withdrawn(profile: Profile | None = None, **changes: Any) -> Revision:
    return workflow.withdraw(in_review(profile, **changes), by=curator(), note="not yet")


def returned(profile: Profile | None = None, **changes: Any) -> Revision:
    return workflow.send_back(in_review(profile, **changes), by=approver(), note="name the tools")


def approved(profile: Profile | None = None, *, by=None, **changes: Any) -> Revision:
    revision = in_review(profile, **changes)
    return workflow.approve(revision, by=by or approver(), seal=revision.seal, note="good")


def next_version(revision: Revision, **changes: Any) -> Revision:
    """The approved revision that follows this one."""
    return approved(edit(revision.profile, **({"summary": f"Follows v{revision.number}."} | changes)))


def superseded(profile: Profile | None = None, **changes: Any) -> Revision:
    former = approved(profile, **changes)
    next_version(former)
    return Revision.objects.get(pk=former.pk)


def marked(profile: Profile | None = None, *, successor: str = "", **changes: Any) -> Revision:
    """Approved, with its retirement proposed."""
    return workflow.propose_retirement(
        approved(profile, **changes), by=curator(), note="merged with another", successor=successor
    )


def retired(profile: Profile | None = None, *, successor: str = "", **changes: Any) -> Revision:
    return workflow.retire(marked(profile, successor=successor, **changes), by=approver(), note="agreed")


IN_STATE: dict[State, Callable[..., Revision]] = {
    State.IN_REVIEW: in_review,
    State.WITHDRAWN: withdrawn,
    State.RETURNED: returned,
    State.APPROVED: approved,
    State.SUPERSEDED: superseded,
    State.RETIRED: retired,
}


# -- looking ---------------------------------------------------------------------------------------


def everything() -> dict[str, list[tuple]]:
    """All rows of all tables: what must be equal where nothing was to change. Most are empty, which one query tells."""
    models = apps.get_models()
    held = tables_with_rows([model._meta.db_table for model in models])
    return {
        model._meta.label: sorted(model.objects.values_list(), key=repr) if model._meta.db_table in held else []
        for model in models
    }


def tables_with_rows(tables: Iterable[str], using: str = "default") -> set[str]:
    """Those of these tables that hold anything, in one query."""
    quoted = {table: connections[using].ops.quote_name(table) for table in tables}
    with connections[using].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{t}' WHERE EXISTS (SELECT 1 FROM {q})" for t, q in quoted.items()))
        return {table for (table,) in cursor.fetchall()}


@contextmanager
def undone() -> Iterator[None]:
    """Gives back what is done in it, so that the next can begin with the same canon."""
    # No atomic(): the doors ask for a transaction that is theirs, and take the test's for none.
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def state_of(revision: Revision) -> str:
    return Revision.objects.values_list("state", flat=True).get(pk=revision.pk)


@contextmanager
def refused_by_the_database(match: str) -> Iterator[None]:
    """The database itself says no, with this word; the test's transaction goes on."""
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        yield


def wipe():
    """An empty database: guards step aside for this one moment."""
    guards = [*SHELF_GUARDS, *GROUND_GUARDS]
    connection.check_constraints()  # PostgreSQL alters no table whose checks still wait
    triggers.remove(guards, using="default")
    for app in ("profiles", "taxonomy"):
        for model in apps.get_app_config(app).get_models():
            model.objects.all()._raw_delete("default")
    get_user_model().objects.all().delete()
    connection.check_constraints()
    triggers.install(guards, using="default")


# -- payloads without a database -------------------------------------------------------------------


def payload(**changes: Any) -> dict[str, Any]:
    """A payload of schema 1 that the gate has nothing to say about; a fresh copy each time."""
    text = (Path(__file__).parent / "golden" / "payload-1.json").read_text(encoding="utf-8")
    return json.loads(text) | changes
