"""How a draft comes to lie on the shelf, and what its approval brings with it."""

import json

import pytest
from django.utils import timezone

from profiles import payloads, sealing, workflow
from profiles.models import Revision
from profiles.payloads import BasisBook, Content, Marks
from profiles.states import State
from profiles.workflow import shelving
from taxonomy.models import Function
from tests.factories import approved, fresh, function, in_review, on_desk, record

pytestmark = pytest.mark.django_db


def drafted(**changes):
    profile = on_desk(**changes)
    content = Content(payloads.record_of(fresh(profile)))
    return profile, payloads.draft(profile, content, Marks(), BasisBook())


def test_a_revision_is_sealed_over_the_one_spelling_of_its_payload():
    profile, draft = drafted()
    revision = shelving.sealed(profile, draft, state=State.IN_REVIEW)
    assert revision.payload == sealing.canonical(draft.payload)
    assert revision.seal == sealing.seal(draft.payload)
    assert (revision.digest, revision.pk) == (draft.digest, None)


def test_a_preview_is_shown_and_not_kept():
    profile, draft = drafted()
    shown = workflow.preview(profile, draft)
    assert (shown.key, shown.pk, Revision.objects.count()) == (profile.key, None, 0)


def test_the_pay_part_is_spelled_where_there_is_one():
    _, draft = drafted()
    assert json.loads(shelving.pay_text(draft)) == draft.pay
    _, without = drafted(code="PLANTO.OTHER1.M4", pay=None)
    assert shelving.pay_text(without) is None


def test_the_figures_beside_a_revision_are_those_that_hold():
    revision = in_review()
    assert (revision.pay.median, revision.pay.currency) == (164_000, "USD")


def test_publishing_twice_keeps_the_moment_of_the_first():
    revision = approved()
    first = Function.objects.get().frozen_at
    shelving.publish([(revision, json.loads(revision.payload))])
    assert Function.objects.get().frozen_at == first <= timezone.now()


def test_publishing_leaves_other_functions_as_they_are():
    other = function("OTHER")
    approved()
    other.refresh_from_db()
    assert other.frozen_at is None


def test_skills_of_a_payload_find_their_rows_however_they_are_spelled():
    revision = in_review(record(skills=[{"name": "Power BI"}]) and on_desk(skills=[{"name": "Power BI"}]))
    assert [row.skill.name for row in revision.skill_rows.all()] == ["Power BI"]
