"""What becomes of a correction: claimed, taken or declined by a curator, once."""

import pytest

from profiles import corrections
from profiles.models import Correction, Revision
from profiles.states import Conflict, Refused
from tests.factories import approved, approver, curator, refused_by_the_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def correction() -> Correction:
    said = {"wrong": "Six lines, not five.", "right": "", "name": "", "email": ""}
    return corrections.send(approved(), address="192.0.2.1", place="responsibilities", **said)


def test_a_claim_says_who_looks_after_it_and_may_be_taken_over(correction):
    corrections.claim(correction, by=curator("carla"))
    claimed = corrections.claim(correction, by=curator("cora"))
    assert (claimed.claimed_by_name, claimed.outcome) == ("cora", "open")
    assert list(Correction.objects.open()) == [claimed]


@pytest.mark.parametrize(("door", "outcome"), [(corrections.take, "taken"), (corrections.decline, "declined")])
def test_it_is_closed_once_by_a_named_curator(correction, door, outcome):
    closed = door(correction, by=curator(), note=" Counted again. ")
    told = (closed.outcome, closed.closed_by_name, closed.closing_note, closed.closed_at is not None)
    assert told == (outcome, "carla", "Counted again.", True)
    assert list(Correction.objects.open()) == []
    for again in (corrections.claim, corrections.take, corrections.decline):
        with pytest.raises(Conflict, match="closed by somebody else"):
            again(correction, by=curator("cora"), note="No.")


def test_to_decline_asks_for_a_reason(correction):
    with pytest.raises(Refused, match="a note that says why it is declined is expected"):
        corrections.decline(correction, by=curator(), note="  ")


@pytest.mark.parametrize("note", ["x" * 2_001, "a\x00b", "\u202eevil"])
def test_a_note_is_a_text_of_bounded_length(correction, note):
    with pytest.raises(Refused, match="note: "):
        corrections.take(correction, by=curator(), note=note)


@pytest.mark.parametrize("door", [corrections.claim, corrections.take, corrections.decline])
def test_only_a_curator_deals_with_it(correction, door):
    for nobody in (approver(), None):
        with pytest.raises(Refused, match="asks for a curator"):
            door(correction, by=nobody, note="Why not.")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"outcome": "taken"}, "who_closed_a_correction_is_known"),
        ({"outcome": "lost"}, "an_outcome_of_a_correction_is_known"),
        ({"claimed_at": "2026-01-01T00:00Z"}, "who_claimed_a_correction_is_known"),
        ({"place": "nowhere"}, "a_place_of_a_correction_is_known"),
    ],
)
def test_the_database_keeps_it_whole(correction, change, rule):
    with refused_by_the_database(rule):
        Correction.objects.filter(pk=correction.pk).update(**change)


def test_the_text_that_it_speaks_of_stays(correction):
    assert (correction.revision.key, correction.revision.number) == (Revision.objects.get().key, 1)
