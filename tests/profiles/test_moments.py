"""As of when: reading what was asked for, and what stood at an instant, by the times of decisions."""

import datetime

import pytest

from profiles import moments
from profiles.models import HeadingVersion, Revision
from tests.factories import approved, next_version, retired

UTC = datetime.UTC


@pytest.mark.parametrize(
    ("asked", "instant"),
    [
        ("2026-01-31T12:00Z", datetime.datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("2026-01-31t12:00z", datetime.datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("2026-01-31 12:00", datetime.datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("2026-01-31", datetime.datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T12:00+02:00", datetime.datetime(2026, 1, 31, 10, tzinfo=UTC)),
        ("2026-01-31T12:00 02:00", datetime.datetime(2026, 1, 31, 10, tzinfo=UTC)),  # a plus sign in an address
    ],
)
def test_a_time_is_read_and_has_one_spelling(asked, instant):
    moment = moments.read([asked])
    assert (moment.instant, moment.date, moment.is_past) == (instant, instant.date(), True)
    assert moment.query() == f"?as_of={instant:%Y-%m-%dT%H:%M:%S}Z"
    assert moments.read([moment.asked]) == moment


def test_today_bears_nothing():
    assert moments.read([]) is moments.TODAY
    assert (moments.TODAY.query("&"), moments.TODAY.is_past) == ("", False)


def then(instant: datetime.datetime) -> dict[str, str]:
    """What is told of each version that existed, and marks what stands."""
    moment = moments.AtInstant("then", instant)
    standing = set(moment.current(Revision.objects.visible_to()))
    rows = moment.ever(Revision.objects.visible_to()).order_by("key", "number")
    return {str(row): row.stood + (" *" if row in standing else "") for row in rows}


@pytest.mark.django_db
def test_each_version_stands_from_its_decision_to_the_next():
    first = approved(code="PLANTO.OTHER1.M4")
    gone = Revision.objects.get(pk=retired(code="PLANTO.GONE1.M4").pk)
    second = next_version(first)
    back = approved(gone.profile)  # a retired profile comes back
    tick = datetime.timedelta(microseconds=1)
    one, two, gone1, gone2 = "PLANTO.OTHER1.M4#1", "PLANTO.OTHER1.M4#2", "PLANTO.GONE1.M4#1", "PLANTO.GONE1.M4#2"
    assert then(first.decided_at - tick) == {}
    assert then(first.decided_at) == {one: "approved *"}
    assert then(gone.retired_at - tick) == {gone1: "approved *", one: "approved *"}
    assert then(gone.retired_at) == {gone1: "retired *", one: "approved *"}
    assert then(second.decided_at - tick) == {gone1: "retired *", one: "approved *"}
    assert then(second.decided_at) == {gone1: "retired *", one: "superseded", two: "approved *"}
    assert then(back.decided_at) == {gone1: "retired", gone2: "approved *", one: "superseded", two: "approved *"}


@pytest.mark.django_db
def test_headings_say_what_they_said_then():
    from taxonomy.models import Focus, Function

    first = approved()
    Function.objects.update(name="Renamed")
    Focus.objects.update(summary="Told anew.")
    second = next_version(first)
    tick = datetime.timedelta(microseconds=1)
    before = moments.AtInstant("then", second.decided_at - tick)
    after = moments.AtInstant("then", second.decided_at)
    assert [row.name for row in before.headings("function")] == ["Plant Operations"]
    assert [row.name for row in after.headings("function")] == ["Renamed"]
    assert [row.text for row in after.headings("focus")] == ['{"summary":"Told anew."}']
    assert HeadingVersion.objects.filter(kind="track").count() == 1
    assert not moments.AtInstant("then", first.decided_at - tick).headings("function").exists()
