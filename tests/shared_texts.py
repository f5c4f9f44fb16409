"""Makers for shared texts and their changes: rows as records, changed, proposed, accepted."""

from typing import Any

from profiles import workflow
from profiles.models import Proposal, Revision
from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Skill, Track
from taxonomy.records import SKELETON, Record
from taxonomy.rows import record_of
from tests.factories import (
    FOCUS_CODE,
    FUNCTION_CODE,
    KEY_M4,
    SIBLING_CODE,
    approved,
    approver,
    curator,
    focus,
    function,
    guidelines,
)

OTHER = "OTHERF"


def changed(row: Any, **values: Any) -> Record:
    """The record of a row with some of its fields changed."""
    fresh = type(row)._default_manager.get(pk=row.pk)
    record = record_of(fresh)
    return type(record).model_validate(record.model_dump() | values)


def new(kind: str, **values: Any) -> Record:
    return SKELETON[kind].model_validate({"kind": kind} | values)


def proposed(row: Any, *, by=None, **values: Any) -> Proposal:
    """A change that waits: something approved rests on the row."""
    proposal = workflow.propose(changed(row, **values), by=by or curator(), note="clearer")
    assert proposal.state == "proposed"
    return proposal


def accepted(row: Any, **values: Any) -> Proposal:
    return workflow.accept(proposed(row, **values), by=approver(), note="agreed")


def basis_changed() -> set[str]:
    """Keys of approved texts that are marked."""
    return set(Revision.objects.approved().filter(basis_changed_at__isnull=False).values_list("key", flat=True))


# -- a canon in which every kind of row is rested on by some and not by others -------------------------

M4, M3 = KEY_M4, f"{FUNCTION_CODE}.{FOCUS_CODE}.M3"
SIBLING_M4 = f"{FUNCTION_CODE}.{SIBLING_CODE}.M4"
OTHER_M4 = f"{OTHER}.THIRD.M4"
P4 = f"{FUNCTION_CODE}.{FOCUS_CODE}.P4"
SKILLED = [{"name": "Power BI", "type": "tool", "summary": "Reads scrap by line and hour"}]


def canon() -> dict[str, Revision]:
    """Five approved profiles by key: two levels, a sibling with guidelines of its own, another function and track."""
    guidelines(function())
    guidelines(focus(SIBLING_CODE))
    guidelines(function(OTHER))
    for of in (function(), function(OTHER), None):
        us = {"currency": "USD", "region": "US"}
        PayBaseline.objects.create(function=of, level=level("M4"), median=150_000, **us)
    texts = {M4: SKILLED, M3: [], SIBLING_M4: SKILLED, OTHER_M4: [], P4: []}
    return {key: approved(code=key, skills=skills) for key, skills in texts.items()}


def level(code: str) -> Level:
    return Level.objects.get(code=code)


def rows() -> dict[str, Any]:
    """A row of every kind, by kind."""
    return {
        "track": Track.objects.get(code="M"),
        "level": level("M4"),
        "function": Function.objects.get(code=FUNCTION_CODE),
        "focus": Focus.objects.get(code=FOCUS_CODE),
        "guideline": Guideline.objects.get(function__code=FUNCTION_CODE, level__code="M4"),
        "skill": Skill.objects.get(folded="power bi"),
        "pay": PayBaseline.objects.get(function__code=FUNCTION_CODE, level__code="M4"),
    }


# A change of each that readers of a profile would see, once it is approved again.
CHANGES: dict[str, dict[str, Any]] = {
    "track": {"summary": "Leads people and answers for what they do."},
    "level": {"title": "Senior director"},
    "function": {"summary": "Makes things, safely and on time."},
    "focus": {"name": "Leadership on the line"},
    "guideline": {"knowledge": "Knows every line of the plant"},
    "skill": {"name": "Power Bi"},
    "pay": {"median": 155_000},
}
