"""Desks are weighed as they are written: findings by severity, and texts with other own figures of pay."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles import desk, payloads, workflow
from profiles.desk import Write
from profiles.gate import findings
from profiles.models import DeskFindings, OtherPay, Profile
from profiles.payloads import Content
from tests.factories import (
    approved,
    approver,
    confirm,
    curator,
    edit,
    fresh,
    lay,
    objection,
    on_desk,
    record,
    record_data,
    reviewer,
    scored,
)

pytestmark = pytest.mark.django_db


def weighed(profile: Profile) -> tuple[int, int, int]:
    row = DeskFindings.objects.get(profile=profile)
    return row.blocking, row.warnings, row.notes


def asked(profile: Profile) -> tuple[int, int, int]:
    """What the gate says of the desk as it stands."""
    row = fresh(profile)
    content = Content(payloads.record_of(row))
    draft = payloads.draft(row, content, payloads.marks_of(row, content), payloads.BasisBook())
    found = [finding.severity for finding in findings(draft.payload)]
    return found.count("blocking"), found.count("warning"), found.count("note")


def test_a_desk_laid_from_a_file_is_weighed_as_the_gate_sees_it():
    profile = on_desk(panel=[], sources=[])
    assert weighed(profile) == asked(profile)
    assert weighed(profile)[0] == 1


def test_a_save_weighs_anew():
    profile = on_desk()
    profile.responsibilities.all().delete()
    desk.close(profile, by=curator())
    assert weighed(profile) == asked(profile)
    assert weighed(profile)[0] == 3  # nothing is written, and neither reviewer scored that


def test_what_people_have_set_counts_when_a_file_comes_again():
    profile = on_desk()
    before = weighed(profile)
    confirm(profile)
    lay(profile, record())
    assert weighed(profile) == asked(profile)
    assert weighed(profile)[2] == before[2] - 1


def test_what_the_panel_writes_counts():
    profile = on_desk(panel=[])
    scored(profile)
    assert weighed(profile) == asked(profile)
    objection(profile, reviewer("ravi"))
    assert weighed(profile) == asked(profile)
    assert weighed(profile)[0] == 1


def paid(profile: Profile, median: int | None) -> None:
    edit(profile, pay=None if median is None else record_data()["pay"] | {"median": median})


@pytest.mark.parametrize("median", [170_000, None])
def test_other_figures_than_a_text_has_are_marked_until_they_are_the_same_again(median):
    revision = approved()
    assert not OtherPay.objects.exists()
    paid(revision.profile, median)
    assert OtherPay.objects.get().revision == revision
    paid(Profile.objects.get(), 164_000)
    assert not OtherPay.objects.exists()


def test_a_text_that_is_sealed_from_the_desk_has_the_same_figures():
    revision = approved()
    paid(revision.profile, 170_000)
    second = workflow.submit(Profile.objects.get(), by=curator(), note="dearer")
    workflow.approve(second, by=approver(), seal=second.seal)
    assert not OtherPay.objects.filter(revision=second).exists()
    edit(Profile.objects.get(), summary="Other words.")
    assert not OtherPay.objects.filter(revision=second).exists()


def test_no_figure_stands_in_what_is_kept():
    paid(approved().profile, 187_654)
    assert "187654" not in repr([*OtherPay.objects.values_list(), *DeskFindings.objects.values_list()])


def test_weighing_costs_the_same_however_many():
    costs = []
    for count in (1, 3):
        profiles = [approved(code=f"PLANTO.MANY{count}{n}.M4").profile for n in range(count)]
        writes = [
            Write(Profile.objects.with_places().get(pk=p.pk), Content(record(p.key, title="T"))) for p in profiles
        ]
        with CaptureQueriesContext(connection) as captured:
            desk.replace(writes, by=curator())
        costs.append(len(captured))
    assert costs[0] == costs[1]
