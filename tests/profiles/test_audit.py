"""The audit: silent over what the workflow wrote, and it names whatever somebody changed behind its back."""

import pytest
from django.db import connection

from profiles import audit
from profiles.guards import GUARDS
from profiles.models import Event
from taxonomy.triggers import remove
from tests.factories import approved, curator, in_review, next_version, record_data, retired, returned

pytestmark = pytest.mark.django_db


def put():
    pay = record_data()["pay"]
    return approved(code="AAA.A1.M4", pay=pay)


def tampered(sql: str, *values) -> list[str]:
    """What the audit says after a statement that a superuser of the database forced past the guards."""
    remove(GUARDS, using="default")
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    return list(audit.faults())


def test_what_the_workflow_wrote_holds():
    next_version(put())
    retired(code="AAA.A2.M4")
    returned(code="AAA.A3.M4")
    in_review(code="AAA.A4.M4")
    seen = []
    assert list(audit.faults(lambda done, total: seen.append((done, total)))) == []
    assert seen[-1][0] == seen[-1][1] == len(seen) > 10


def test_a_text_that_is_not_the_sealed_one():
    put()
    found = tampered("UPDATE profiles_revision SET payload = REPLACE(payload, 'M4', 'M5')")
    assert found == ["AAA.A1.M4#1: the text is not the one that was sealed"]


def test_figures_that_are_not_the_sealed_ones():
    put()
    found = tampered("UPDATE profiles_revisionpay SET part = REPLACE(part, '164000', '194000')")
    assert found == ["AAA.A1.M4#1: the figures of pay are not those that were sealed"]


def test_figures_that_are_gone():
    put()
    assert tampered("DELETE FROM profiles_revisionpay") == ["AAA.A1.M4#1: its figures of pay are gone"]


def test_a_key_that_is_another():
    put()
    assert tampered("UPDATE profiles_revision SET key = 'BBB.B1.M4'") == ["BBB.B1.M4#1: the text is that of AAA.A1.M4"]


@pytest.mark.parametrize("column", ["note", "by_name", "move"])
def test_an_event_that_was_rewritten_breaks_the_chain_from_there(column):
    put()
    event = Event.objects.order_by("pk")[1]
    found = tampered(f"UPDATE profiles_event SET {column} = 'other' WHERE id = %s", event.pk)
    told = "other" if column == "move" else event.move
    assert found[0] == f"AAA.A1.M4: the trail is broken at “{told}” of {event.at:%Y-%m-%d %H:%M} UTC"


def test_an_event_that_is_gone():
    put()
    first = Event.objects.order_by("pk").first()
    found = tampered("DELETE FROM profiles_event WHERE id = %s", first.pk)
    assert len(found) == 1


def test_a_text_that_became_public_without_an_approval_in_the_trail():
    revision = put()
    last = Event.objects.order_by("pk").last()
    assert last.move == "approve"
    assert tampered("DELETE FROM profiles_event WHERE id = %s", last.pk) == [
        f"{revision}: no approval of it stands in the trail"
    ]


def test_a_decision_by_somebody_who_had_a_part_in_it():
    revision = put()
    found = tampered(
        "UPDATE profiles_revision SET decided_by_id = %s, submitted_by_id = %s",
        curator().pk,
        revision.decided_by_id,
    )
    assert found == [f"{revision}: {curator().username} decided on a text in which they had a part"]
