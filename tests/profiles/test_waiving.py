"""A finding is let stand by a curator, for a reason and until a day; never what blocks, and only these very words."""

import datetime

import pytest
from django.utils import timezone

from profiles import waiving
from profiles.gate import Finding, Severity
from profiles.models import Event, Waiver
from profiles.states import Refused
from tests.factories import approver, curator, on_desk, refused_by_the_database

pytestmark = pytest.mark.django_db

TODAY = timezone.now().date()
LATER = TODAY + datetime.timedelta(days=90)
FEW = Finding("responsibilities.few", Severity.WARNING, "responsibilities", "at least 3 expected, found 2")
BLOCKS = Finding("panel.missing", Severity.BLOCKING, "panel", "no panel review recorded")
PAY = Finding("pay.ladder", Severity.WARNING, "pay", "M4 is paid less than M3 below it")


@pytest.fixture
def profile():
    return on_desk(by=curator())


def waived(profile, finding=FEW, **given) -> Waiver:
    return waiving.waive(profile, finding, **({"by": curator(), "reason": "a small role", "until": LATER} | given))


def counts(profile, finding=FEW, on=TODAY) -> bool:
    [seen] = waiving.laid_over([finding], waiving.standing(profile.pk, on))
    return seen.waiver is None


def test_a_waived_finding_is_seen_with_its_waiver(profile):
    waiver = waived(profile)
    [seen] = waiving.laid_over([FEW], waiving.standing(profile.pk))
    assert (seen.finding, seen.waiver, seen.may_be_waived) == (FEW, waiver, False)
    assert (waiver.reason, waiver.until, waiver.waived_by_name) == ("a small role", LATER, "carla")
    event = Event.objects.latest("pk")
    assert (event.move, event.by_name) == ("waive", "carla")
    assert event.note == f"responsibilities.few, until {LATER}: at least 3 expected, found 2 – a small role"


def test_it_counts_to_its_last_day_and_no_longer(profile):
    waived(profile)
    assert [counts(profile, on=LATER + datetime.timedelta(days=n)) for n in (-1, 0, 1)] == [False, False, True]


def test_it_holds_for_these_words_at_this_place_alone(profile):
    other = on_desk(code="PLANTO.OTHER1.M4")
    quoted = Finding("responsibilities.elsewhere", Severity.WARNING, "responsibilities", "as in A", "Plans shifts.")
    waived(profile, quoted)
    assert not counts(profile, quoted)
    assert not counts(profile, Finding(*_parts(quoted, message="as in A and B")))  # the same words, told otherwise
    assert counts(profile, Finding(*_parts(quoted, of="Plans all shifts.")))
    assert counts(profile, Finding(*_parts(quoted, where="summary")))
    assert counts(other, quoted)


def _parts(finding: Finding, **changes) -> tuple:
    return tuple(changes.get(name, getattr(finding, name)) for name in ("code", "severity", "where", "message", "of"))


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"finding": BLOCKS}, "what blocks approval cannot be waived"),
        ({"by": "approver"}, "asks for a curator; axel is none"),
        ({"reason": " \n"}, "asks for a reason"),
        ({"reason": "a\x00b"}, r"text without control characters expected, found U\+0000"),
        ({"until": TODAY}, "a day after today and within two years expected"),
        ({"until": TODAY + datetime.timedelta(days=732)}, "within two years expected"),
    ],
)
def test_what_is_refused(profile, given, refusal):
    if given.get("by"):
        given = {"by": approver()}
    with pytest.raises(Refused, match=refusal):
        waived(profile, **given)
    assert (Waiver.objects.count(), Event.objects.filter(move="waive").count()) == (0, 0)


def test_nobody_waives_twice_and_whoever_ends_it_says_so_once(profile):
    waiver = waived(profile)
    with pytest.raises(Refused, match=f"carla has waived this until {LATER} already"):
        waived(profile)
    waiving.end(waiver, by=curator("kim"))
    assert counts(profile)
    ended = Waiver.objects.get()
    assert (ended.ended_by_name, ended.ended_at is not None) == ("kim", True)
    assert Event.objects.latest("pk").move == "end waiver"
    with pytest.raises(Refused, match="was ended by somebody already"):
        waiving.end(waiver, by=curator())
    waived(profile)


def test_the_trail_tells_nothing_of_pay(profile):
    waived(profile, PAY, reason="the market for M3 is overheated")
    assert Event.objects.latest("pk").note == f"pay.ladder, until {LATER}"


def test_the_database_keeps_waivers_as_they_were_given(profile):
    waiver = waived(profile)
    with refused_by_the_database("a waiver never changes"):
        Waiver.objects.update(until=LATER + datetime.timedelta(days=1))
    with refused_by_the_database("a waiver is never deleted"):
        Waiver.objects.all().delete()
    with refused_by_the_database("what_blocks_approval_is_never_waived"):
        Waiver.objects.create(
            profile=profile,
            severity="blocking",
            reason="x",
            until=LATER,
            waived_at=timezone.now(),
            code="panel.missing",
        )
    waiving.end(waiver, by=curator())
    with refused_by_the_database("a waiver that was ended stays so"):
        Waiver.objects.update(ended_at=None, ended_by=None)
