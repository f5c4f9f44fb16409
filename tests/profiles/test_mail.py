"""Who is written to: approvers who may decide, with what waits and how urgent; authors, with what became of it."""

import datetime

import pytest
from django.core import mail

from profiles import desk, workflow
from profiles.mail import remind, send_digests
from profiles.models import Reminder
from tests.factories import (
    all_rounder,
    approved,
    approver,
    curator,
    edit,
    function,
    in_review,
    marked,
    on_desk,
    record_data,
    returned,
)
from tests.shared_texts import proposed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people():
    for user in (curator("carla"), approver("axel"), all_rounder("alma")):
        user.email = f"{user.username}@example.org"
        user.save()


def sent() -> list[tuple[str, str]]:
    found = sorted((to, message.subject) for message in mail.outbox for to in message.to)
    mail.outbox.clear()
    return found


def test_at_once_approvers_hear_of_what_is_not_their_own_and_authors_of_the_decision(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        waits = in_review(on_desk(by=all_rounder("alma")), by=curator("carla"))
    assert sent() == [("axel@example.org", f"In review: {waits.key}")]
    with django_capture_on_commit_callbacks(execute=True):
        workflow.approve(waits, by=approver("axel"), seal=waits.seal)
    assert sent() == [("carla@example.org", f"Approved: {waits.key}")]
    with django_capture_on_commit_callbacks(execute=True):
        workflow.propose_retirement(waits, by=all_rounder("alma"), note="merged")
    assert sent() == [("axel@example.org", f"Retirement proposed: {waits.key}")]


def test_a_digest_tells_each_what_waits_for_them_since_when_by_whom_and_how_urgent(settings):
    settings.MAIL_DIGEST, settings.SITE_URL = True, "https://canon.example"
    approved(code="PLANTO.SETTLED1.M4")
    own = in_review(edit(on_desk(code="PLANTO.OWN1.M4"), by=all_rounder("alma"), summary="Mine."))
    again = in_review(edit(returned(code="PLANTO.AGAIN1.M4").profile, summary="Better."))
    ends = marked(code="PLANTO.ENDS1.M4")
    change = proposed(function(), summary="Another.")
    assert send_digests() == 2
    texts = {to: message.body for message in mail.outbox for to in message.to}
    day = f"{again.submitted_at:%Y-%m-%d}"
    lines = texts["axel@example.org"].splitlines()
    assert lines == [
        f"{again.key}  {again.title}",
        f"  approval, by carla, since {day}; sent back before",
        f"  https://canon.example/admin/profiles/revision/{again.pk}/change/",
        f"{own.key}  {own.title}",
        f"  approval, by carla, since {day}",
        f"  https://canon.example/admin/profiles/revision/{own.pk}/change/",
        f"{ends.key}  {ends.title}",
        f"  retirement, by carla, since {day}",
        f"  https://canon.example/admin/profiles/revision/{ends.pk}/change/",
        "function PLANTO",
        f"  change of a shared text, by carla, since {day}",
        f"  https://canon.example/admin/profiles/proposal/{change.pk}/change/",
    ]
    assert own.key not in texts["alma@example.org"]
    assert sent() == [
        ("alma@example.org", "3 decisions that wait"),
        ("axel@example.org", "4 decisions that wait"),
    ]


def test_a_digest_tells_authors_what_was_sent_back_and_nobody_that_nothing_waits(settings):
    settings.MAIL_DIGEST = True
    assert send_digests() == 0
    text = returned()
    assert send_digests() == 1
    [message] = mail.outbox
    assert (message.to, message.subject) == (["carla@example.org"], "Texts that were sent back to you")
    assert f"{text.key}: name the tools" in message.body


# -- what is due for review ------------------------------------------------------------------------


def due(code: str, retrieved: str, *, by=None):
    source = record_data()["sources"][0] | {"retrieved": retrieved}
    return approved(on_desk(code=code, sources=[source], by=by or curator("carla")))


def test_who_keeps_a_text_is_told_once_a_month_what_is_due_by_its_end(settings):
    settings.SITE_URL = "https://canon.example"
    late, soon = due("PLANTO.LATE1.M4", "2025-03-02"), due("PLANTO.SOON1.M4", "2026-03-31")
    due("PLANTO.LATER1.M4", "2026-04-01")
    handed = due("PLANTO.HANDED1.M4", "2025-03-02")
    desk.hand_over(handed.profile, to=all_rounder("alma"), by=curator("carla"))
    in_review(edit(due("PLANTO.OPEN1.M4", "2025-03-02").profile, summary="Better."))
    on = datetime.date(2027, 3, 5)
    mail.outbox.clear()
    assert remind(on) == 2
    texts = {to: message.body.splitlines() for message in mail.outbox for to in message.to}
    assert texts["carla@example.org"] == [
        f"{late.key}  {late.title}",
        "  due on 2026-03-02, overdue",
        f"  https://canon.example/admin/profiles/profile/{late.profile_id}/change/",
        f"{soon.key}  {soon.title}",
        "  due on 2027-03-31",
        f"  https://canon.example/admin/profiles/profile/{soon.profile_id}/change/",
        "All that lies with you:",
        "  https://canon.example/admin/profiles/profile/calendar/?owner=carla",
    ]
    assert sent() == [
        ("alma@example.org", "Due for review in March 2027: 1"),
        ("carla@example.org", "Due for review in March 2027: 2"),
    ]
    assert (remind(on), remind(datetime.date(2027, 3, 31))) == (0, 0)
    assert remind(datetime.date(2027, 4, 1)) == 2


def test_what_lies_with_nobody_is_told_to_every_curator_and_a_message_that_fails_is_sent_the_next_day(monkeypatch):
    due("PLANTO.LATE1.M4", "2025-03-02", by=curator("gone"))
    on = datetime.date(2027, 3, 5)

    def broken(_):
        raise OSError("no server")

    with monkeypatch.context() as patch:
        patch.setattr("profiles.mail.send_mass_mail", broken)
        with pytest.raises(OSError, match="no server"):
            remind(on)
    assert Reminder.objects.count() == 0
    assert remind(on) == 2
    assert [message.body.splitlines()[0] for message in mail.outbox] == [
        "1 more lie with nobody who could be told:"
    ] * 2
    assert [to for to, _ in sent()] == ["alma@example.org", "carla@example.org"]


def test_a_month_without_anything_due_is_told_to_nobody():
    due("PLANTO.LATER1.M4", "2026-04-01")
    assert remind(datetime.date(2027, 3, 5)) == 0
    assert Reminder.objects.count() == 0
