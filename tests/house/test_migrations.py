"""Migrations: complete, and the same tables on a fresh database."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_every_migration_is_applied():
    call_command("migrate", check_unapplied=True, verbosity=0)
