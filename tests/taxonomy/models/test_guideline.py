"""A guideline belongs to a function or to a focus, once a level."""

import pytest

from taxonomy.models import Guideline
from tests.factories import focus, function, ladder, refused_by_the_database

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("owners", [{}, {"function": function, "focus": focus}], ids=["nobody", "both"])
def test_a_guideline_is_of_a_function_or_of_a_focus(owners):
    values = {name: make() for name, make in owners.items()}
    level = ladder()["M4"]
    with refused_by_the_database("a_guideline_is_of_a_function_or_of_a_focus"):
        Guideline.objects.create(level=level, **values)


@pytest.mark.parametrize(("owner", "make"), [("function", function), ("focus", focus)])
def test_a_level_has_one_guideline_of_each_owner(owner, make):
    values = {owner: make(), "level": ladder()["M4"]}
    Guideline.objects.create(**values)
    with refused_by_the_database(r"(?i)unique"):
        Guideline.objects.create(**values)


def test_a_guideline_names_its_owner_and_level():
    row = Guideline.objects.create(focus=focus(), level=ladder()["M4"])
    assert str(row) == f"{focus()} at M4"
