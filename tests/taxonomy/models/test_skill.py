"""A skill is one however it is cased, has a name, and is of a known type."""

import pytest

from taxonomy.models import Skill
from tests.factories import refused_by_the_database

pytestmark = pytest.mark.django_db


def test_two_spellings_are_one_skill():
    Skill.objects.create(name="Power BI")
    with refused_by_the_database(r"(?i)unique"):
        Skill.objects.create(name="ＰＯＷＥＲ bi")


def test_the_folded_name_follows_the_name():
    skill = Skill.objects.create(name="Excel")
    skill.name = "Große Tabellen"
    skill.save()
    skill.refresh_from_db()
    assert skill.folded == "grosse tabellen"


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"name": "", "folded": "x"}, "every_skill_has_a_name"),
        ({"name": "x", "folded": ""}, "every_skill_has_a_name"),
        ({"name": "x", "folded": "x", "type": "talent"}, "a_skill_type_is_known"),
    ],
)
def test_the_database_refuses(values, constraint):
    with refused_by_the_database(constraint):
        Skill.objects.bulk_create([Skill(**values)])
