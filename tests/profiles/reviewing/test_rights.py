"""Who may score a text, and from whom the scores of others are kept."""

import pytest
from django.contrib.auth.models import AnonymousUser

from profiles.people import APPROVERS, CURATORS, REVIEWERS
from profiles.reviewing import contributed, has_scored, is_blind, why_not
from tests.factories import (
    all_rounder,
    approved,
    approver,
    curator,
    edit,
    fresh,
    in_review,
    on_desk,
    person,
    reviewer,
    scored,
    withdrawn,
)

pytestmark = pytest.mark.django_db

NONE = "to review asks for a reviewer; {} is none"
WROTE = "{} wrote or edited this text, so somebody else has to score it"


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (reviewer, ""),
        (lambda: curator("cora"), ""),
        (lambda: all_rounder("alma"), ""),
        (lambda: person("root", is_superuser=True), ""),
        (lambda: curator("carla"), WROTE.format("carla")),
        (approver, NONE.format("axel")),
        (lambda: person("emil"), NONE.format("emil")),
        (lambda: person("gone", REVIEWERS, is_active=False), NONE.format("gone")),
        (AnonymousUser, NONE.format("nobody")),
    ],
)
def test_who_may_score(make, why):
    assert why_not(on_desk(by=curator("carla")), make()) == why


def test_who_submitted_what_is_in_review_does_not_score_it():
    profile, cora = on_desk(), curator("cora")
    in_review(profile, by=cora)
    assert contributed(profile, cora)


def test_who_submitted_what_was_withdrawn_may_score_what_stands():
    """Only editing lasts: whoever submits is a contributor of that submission."""
    cora, profile = curator("cora"), on_desk()
    withdrawn(profile)
    assert not contributed(profile, cora)


def test_who_wrote_what_was_approved_may_score_what_others_write_next():
    carla = curator("carla")
    revision = approved(by=approver())
    profile = edit(revision.profile, by=curator("cora"), summary="Anew.")
    assert (contributed(profile, carla), contributed(profile, curator("cora"))) == (False, True)


def test_a_name_in_the_trail_is_enough():
    """What was restored knows its people by name only."""
    profile = on_desk(by=curator("carla"))
    carla = curator("carla")
    carla.delete()
    assert contributed(profile, person("carla", REVIEWERS))


def test_to_score_is_not_to_contribute():
    profile, rita = on_desk(), reviewer()
    scored(profile, rita)
    assert not contributed(profile, rita)
    assert why_not(profile, rita) == ""


def test_a_score_is_of_the_text_that_stands():
    profile, rita = on_desk(), reviewer()
    scored(profile, rita)
    assert has_scored(fresh(profile), rita)
    edit(profile, summary="Another text.")
    assert not has_scored(fresh(profile), rita)


@pytest.mark.parametrize(
    ("make", "blind"),
    [
        (reviewer, True),
        (lambda: person("both", REVIEWERS, APPROVERS), False),
        (lambda: person("both", REVIEWERS, CURATORS), False),
        (lambda: curator("cora"), False),
        (approver, False),
        (lambda: person("emil"), False),
    ],
)
def test_from_whom_the_panel_is_kept(make, blind):
    assert is_blind(on_desk(), make()) is blind


def test_who_has_scored_sees_until_the_text_changes():
    profile, rita = on_desk(), reviewer()
    scored(profile, rita)
    assert not is_blind(fresh(profile), rita)
    edit(profile, summary="Another text.")
    assert is_blind(fresh(profile), rita)


def test_a_reviewer_who_may_not_score_has_nothing_to_be_kept_from():
    former = person("rita", CURATORS)
    profile = on_desk(by=former)
    former.groups.clear()
    assert not is_blind(profile, reviewer("rita"))
