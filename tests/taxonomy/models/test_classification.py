"""Outside classifications: one edition of a system, one entry a code."""

import pytest

from taxonomy.models import ClassificationCode, ClassificationSystem
from tests.factories import refused_by_the_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def soc():
    return ClassificationSystem.objects.create(key="onet", name="O*NET", edition="29.3")


def test_a_system_stands_once_an_edition(soc):
    ClassificationSystem.objects.create(key="onet", name="O*NET", edition="30.0")
    with refused_by_the_database(r"(?i)unique"):
        ClassificationSystem.objects.create(key="onet", name="O*NET", edition="29.3")


def test_a_code_stands_once_in_a_system(soc):
    ClassificationCode.objects.create(system=soc, code="11-3051", title="Managers")
    with refused_by_the_database(r"(?i)unique"):
        ClassificationCode.objects.create(system=soc, code="11-3051", title="Others")


def test_they_name_themselves(soc):
    code = ClassificationCode.objects.create(system=soc, code="11-3051", title="Managers")
    assert (str(soc), str(code)) == ("O*NET 29.3", "11-3051 Managers")
