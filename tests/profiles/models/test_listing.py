"""Listings and headings of skills: one row each, and nothing that two could claim."""

import pytest

from profiles.models import Listing, SkillHeading
from tests.factories import approved, next_version, refused_by_the_database

pytestmark = pytest.mark.django_db


def test_a_profile_is_listed_once():
    first = approved()
    second = next_version(first)
    row = Listing.objects.get()
    assert (row.revision_id, str(row)) == (second.pk, second.key)
    with refused_by_the_database(r"(?i)unique"):
        row.revision_id = first.pk
        row.save(force_insert=True)


def test_a_skill_has_one_current_heading():
    approved()
    heading = SkillHeading.objects.get(address="shift-planning")
    with refused_by_the_database(r"(?i)unique"):
        SkillHeading.objects.create(address="twin", skill=heading.skill, name="Twin", folded="twin", type="skill")
    assert str(heading) == "Shift planning"
