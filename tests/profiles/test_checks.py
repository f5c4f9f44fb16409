"""The system check that misses triggers."""

import pytest
from django.core.management import call_command

from profiles.checks import triggers_in_place
from profiles.guards import GUARDS
from taxonomy import triggers


@pytest.mark.django_db
def test_nothing_is_missing_after_migrate():
    assert triggers_in_place(None, databases=["default"]) == []


@pytest.mark.django_db
def test_a_missing_trigger_is_a_warning_that_names_it_and_what_mends_it():
    triggers.remove(GUARDS[:2], using="default")
    [warning] = triggers_in_place(None, databases=["default"])
    assert (warning.id, warning.level, warning.hint) == (
        "canon.W001",
        30,
        "run `manage.py migrate`, which installs them anew",
    )
    assert warning.msg == f"triggers missing on default: {GUARDS[0].name}, {GUARDS[1].name}"


@pytest.mark.django_db
def test_the_check_does_not_block_the_migrate_that_mends_it():
    triggers.remove(GUARDS, using="default")
    call_command("migrate", verbosity=0)
    assert triggers_in_place(None, databases=["default"]) == []


def test_without_a_database_nothing_is_asked():
    assert triggers_in_place(None) == []
