"""Pay of equal value on approved texts, and the reasons for it: who may give one, how it is kept, which one holds."""

import pytest
from django.db import DatabaseError, transaction

from profiles import parity
from profiles.models import Event, PayReason
from profiles.states import Refused
from tests.factories import KEY_M4, approved, approver, curator, in_review, next_version, record_data

pytestmark = pytest.mark.django_db

P6 = KEY_M4.replace(".M4", ".P6")


def paid(key: str, median: int, **changes):
    return approved(code=key, pay=record_data()["pay"] | {"median": median, "low": None, "high": None} | changes)


def test_profiles_of_a_rank_are_read_with_the_pay_that_holds(django_assert_num_queries):
    paid(KEY_M4, 100_000, basis="modelled: P75 of 11-3051")
    paid(P6, 120_000)
    paid(KEY_M4.replace(".M4", ".M3"), 90_000)  # of another rank
    assert parity.ranks() == [(6, 1), (7, 2)]
    with django_assert_num_queries(2):
        rows = list(parity.paid_at(7, "scope"))
    told = [(row.level, row.value, row.median, row.currency, row.region, row.basis, row.whose) for row in rows]
    assert told == [
        ("M4", "The scope of M4.", 100_000, "USD", "US", "modelled", ""),
        ("P6", "The scope of P6.", 120_000, "USD", "US", "p25–p75", ""),
    ]
    assert [[row.value for row in parity.paid_at(7, by)] for by in ("rank", "level", "autonomy")] == [
        ["", ""],
        ["M4", "P6"],
        ["M4", "P6"],  # nothing is said of autonomy: each level is its own
    ]


def test_a_reason_is_kept_with_who_and_when_and_the_trail_does_not_say_what():
    revision = paid(KEY_M4, 100_000)
    reason = parity.explain(revision, by=curator(), text=" Shift premium of 12,000. ")
    assert (reason.text, reason.given_by_name, reason.given_at is not None) == (
        "Shift premium of 12,000.",
        "carla",
        True,
    )
    event = Event.objects.latest("pk")
    assert (event.move, event.revision_id, event.by_name) == ("explain pay", revision.pk, "carla")
    assert event.note == "a reason for its pay beside work of equal value was given"


def test_a_reason_makes_nobody_a_contributor():
    revision = paid(KEY_M4, 100_000)
    giver = curator("cornel")
    parity.explain(revision, by=giver, text="Shift premium.")
    again = next_version(revision)
    assert "cornel" not in [one.name for one in again.contributors.all()]


@pytest.mark.parametrize("text", ["", "  ", "x" * 2_001, "nul \0"])
def test_a_reason_says_something_of_bounded_length(text):
    with pytest.raises(Refused):
        parity.explain(paid(KEY_M4, 100_000), by=curator(), text=text)
    assert PayReason.objects.count() == 0


def test_a_curator_gives_reasons_and_for_approved_texts_alone():
    with pytest.raises(Refused, match="a curator who may see pay is expected"):
        parity.explain(paid(KEY_M4, 100_000), by=approver(), text="Because.")
    with pytest.raises(Refused, match="an approved text is expected"):
        parity.explain(in_review(code=P6), by=curator(), text="Because.")


def test_the_newest_reason_holds_for_the_profile_also_where_an_earlier_text_had_it(django_assert_num_queries):
    first = paid(KEY_M4, 100_000)
    parity.explain(first, by=curator(), text="Old.")
    parity.explain(first, by=curator(), text="New.")
    second, other = next_version(first), paid(P6, 120_000)
    with django_assert_num_queries(2):
        found = parity.reasons_of([second.pk, other.pk])
    assert [(pk, reason.text, reason.revision_id) for pk, reason in found.items()] == [(second.pk, "New.", first.pk)]


@pytest.mark.parametrize("do", [lambda rows: rows.update(text="Other."), lambda rows: rows._raw_delete("default")])
def test_a_reason_never_changes_and_is_never_deleted(do):
    parity.explain(paid(KEY_M4, 100_000), by=curator(), text="Because.")
    with pytest.raises(DatabaseError, match="a reason for pay"), transaction.atomic():
        do(PayReason.objects.all())
    assert [reason.text for reason in PayReason.objects.all()] == ["Because."]
