"""Constraints of the shelf, each tried against the database with rows that only it could stop."""

import pytest
from django.db import connection
from django.utils import timezone

from profiles.guards import GUARDS
from profiles.models import Contributor, Heading, Revision, RevisionMapping, RevisionPay, RevisionSkill
from profiles.states import State
from taxonomy import triggers
from tests.factories import (
    approved,
    approver,
    curator,
    in_review,
    on_desk,
    person,
    refused_by_the_database,
    superseded,
)

pytestmark = pytest.mark.django_db


def copy(revision, **changes):
    """A row like this one, put in past every model and past the triggers, so that constraints stand alone."""
    connection.check_constraints()  # PostgreSQL alters no table whose checks still wait
    triggers.remove(GUARDS, using="default")
    values = {field.attname: getattr(revision, field.attname) for field in Revision._meta.concrete_fields}
    return Revision.objects.bulk_create([Revision(**(values | {"id": None, "seal": "0" * 64} | changes))])


def public(**changes):
    """What a public row needs; as restored from a file, so that it names no decider."""
    return {"origin": "imported", "state": State.APPROVED, "number": 9, "decided_at": timezone.now()} | changes


def test_one_approved_revision_in_profile():
    revision = Revision.objects.get(pk=approved().pk)
    with refused_by_the_database(r"(?i)unique"):
        copy(revision, number=9)


def test_one_open_revision_in_profile():
    revision = Revision.objects.get(pk=in_review().pk)
    with refused_by_the_database(r"(?i)unique"):
        copy(revision)


def test_one_revision_a_number():
    former = Revision.objects.get(pk=superseded().pk)
    with refused_by_the_database(r"(?i)unique"):
        copy(former)


def test_many_may_be_returned_withdrawn_superseded_and_retired():
    revision = Revision.objects.get(pk=in_review().pk)
    for number, state in enumerate([State.RETURNED, State.WITHDRAWN] * 2):
        copy(revision, state=state, seal=f"{number:064}")
    for number, state in enumerate([State.SUPERSEDED, State.RETIRED] * 2, 1):
        copy(revision, **public(state=state, number=number))
    assert revision.profile.revisions.count() == 9


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "published"}, "a_state_is_known"),
        ({"state": ""}, "a_state_is_known"),
        (public(number=None), "what_is_public_was_approved_by_somebody"),
        (public(decided_at=None), "what_is_public_was_approved_by_somebody"),
        (public(state=State.RETIRED, number=None), "what_is_public_was_approved_by_somebody"),
        ({"state": State.RETURNED, "number": 3}, "only_approval_gives_a_number"),
        ({"state": State.WITHDRAWN, "number": 3}, "only_approval_gives_a_number"),
        ({"number": 3}, "only_approval_gives_a_number"),
        ({"decided_at": timezone.now()}, "what_is_in_review_is_undecided"),
        ({"number": -1, **{k: v for k, v in public().items() if k != "number"}}, "number"),
    ],
)
def test_the_database_refuses(changes, constraint):
    revision = Revision.objects.get(pk=in_review().pk)
    revision.profile = on_desk(code="PLANTO.OTHER1.M4")
    revision.profile_id = revision.profile.pk
    with refused_by_the_database(constraint):
        copy(revision, **changes)


def test_nobody_decides_on_their_own():
    carla = curator()
    revision = Revision.objects.get(pk=in_review(by=carla).pk)
    with refused_by_the_database("nobody_decides_on_their_own"):
        copy(revision, **public(origin="desk", decided_by_id=carla.pk))


def test_a_decision_on_the_desks_own_text_names_who_submitted_it():
    """NULL passes a CHECK, so this one asks for a submitter in so many words."""
    revision = Revision.objects.get(pk=in_review().pk)
    with refused_by_the_database("nobody_decides_on_their_own"):
        copy(revision, **public(origin="desk", submitted_by_id=None, decided_by_id=approver().pk))


def test_what_the_desk_sent_out_was_approved_by_somebody():
    revision = Revision.objects.get(pk=in_review().pk)
    with refused_by_the_database("what_is_public_was_approved_by_somebody"):
        copy(revision, **public(origin="desk"))


def test_nobody_retires_what_they_proposed():
    revision = Revision.objects.get(pk=in_review().pk)
    both = person("both").pk
    with refused_by_the_database("nobody_retires_what_they_proposed"):
        copy(revision, **public(state=State.RETIRED, retirement_proposed_by_id=both, retired_by_id=both))


def test_a_contributor_stands_once():
    revision = in_review()
    with refused_by_the_database(r"(?i)unique"):
        Contributor.objects.create(revision=revision, name="carla")


def test_a_skill_stands_once_a_revision():
    revision = in_review()
    with refused_by_the_database(r"(?i)unique"):
        RevisionSkill.objects.create(revision=revision, skill=revision.skill_rows.first().skill)


def test_a_mapping_stands_once_a_revision():
    revision = in_review()
    with refused_by_the_database(r"(?i)unique"):
        RevisionMapping.objects.create(revision=revision, system="O*NET/SOC", code="11-3051.00")


def test_a_revision_has_one_pay_part():
    revision = in_review()
    with refused_by_the_database(r"(?i)unique"):
        RevisionPay.objects.create(revision=revision, part="{}", salt="")


def test_a_code_has_one_heading_of_a_kind():
    approved()
    with refused_by_the_database(r"(?i)unique"):
        Heading.objects.create(kind="track", code="M", name="Twin", text="{}")


def test_a_revision_is_cited_by_its_key_and_number():
    waiting = in_review()
    assert str(waiting) == f"{waiting.key} (in review)"
    done = approved(code="PLANTO.OTHER1.M4", scope="US")
    assert str(done) == "PLANTO.OTHER1.M4@US#1"


def test_no_figure_of_pay_stands_in_a_name():
    revision = in_review()
    told = [str(revision), str(revision.pay), *map(str, revision.contributors.all()), *map(str, revision.events.all())]
    assert [text for text in told if "164" in text] == []
