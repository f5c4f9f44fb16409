"""How many corrections an address may send in a day, counted without keeping the address."""

import datetime

import pytest

from profiles.corrections import TooMany, forget_senders, senders
from profiles.models import Sender, SendersDay

pytestmark = pytest.mark.django_db

MONDAY = datetime.datetime(2026, 3, 2, 23, 59, tzinfo=datetime.UTC)
TUESDAY = MONDAY + datetime.timedelta(minutes=2)


def count(address: str, times: int = 1, now: datetime.datetime = MONDAY) -> None:
    for _ in range(times):
        senders.count(address, now=now)


def test_each_address_has_its_own_count(settings):
    settings.CORRECTIONS_AN_ADDRESS = 2
    count("192.0.2.1", 2)
    count("192.0.2.2")
    with pytest.raises(TooMany, match="At most 2 corrections a day are taken from one address"):
        count("192.0.2.1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8::1", "2001:db8::ffff:1"),
        ("192.0.2.1", "::ffff:192.0.2.1"),
        ("", "no address at all"),
        ("x" * 5_000, "\ud800"),
    ],
)
def test_one_household_is_one_sender(settings, one, other):
    settings.CORRECTIONS_AN_ADDRESS = 1
    count(one)
    with pytest.raises(TooMany):
        count(other)


def test_the_site_takes_in_no_more_than_can_be_read_and_so_the_rows_are_bounded(settings):
    settings.CORRECTIONS_A_DAY = 3
    for number in range(3):
        count(f"192.0.2.{number}")
    with pytest.raises(TooMany, match="More corrections came in today than can be read"):
        count("192.0.2.9")
    assert (SendersDay.objects.count(), Sender.objects.count()) == (1, 3)


def test_the_next_day_begins_anew_with_another_salt_and_nothing_of_the_day_before(settings):
    settings.CORRECTIONS_AN_ADDRESS = 1
    count("192.0.2.1")
    before = set(SendersDay.objects.values_list("salt")) | set(Sender.objects.values_list("digest"))
    count("192.0.2.1", now=TUESDAY)
    assert [str(day) for day in SendersDay.objects.values_list("day", flat=True)] == ["2026-03-03"]
    assert before & (set(SendersDay.objects.values_list("salt")) | set(Sender.objects.values_list("digest"))) == set()
    assert Sender.objects.count() == 1


def test_the_daily_command_forgets_former_days_and_keeps_today(settings):
    count("192.0.2.1")
    assert forget_senders(before=MONDAY.date()) == 0
    assert forget_senders() == 1
    assert (SendersDay.objects.count(), Sender.objects.count()) == (0, 0)


def test_no_address_is_kept_anywhere():
    count("192.0.2.77")
    kept = repr([*SendersDay.objects.values_list(), *Sender.objects.values_list()])
    assert "192.0.2.77" not in kept
