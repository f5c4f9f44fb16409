"""Triggers on the live database: they are there, they refuse, they come back after a migration."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from profiles.guards import GUARDS as SHELF_GUARDS
from taxonomy import triggers
from taxonomy.guards import GUARDS
from taxonomy.models import Function
from taxonomy.triggers import Guard
from tests.factories import function, refused_by_the_database

ALL = [*GUARDS, *SHELF_GUARDS]


def a_guard(**changes) -> Guard:
    values = {
        "name": "taxonomy_function_a_test",
        "table": "taxonomy_function",
        "event": "UPDATE",
        "condition": triggers.changed("name"),
        "refusal": "a name's 100 % fixed",
    }
    return Guard(**(values | changes))


@pytest.fixture
def guard(db):
    made = a_guard()
    triggers.install([made], using="default")
    return made


@pytest.mark.django_db
def test_every_guard_is_in_the_database():
    assert triggers.missing(ALL, using="default") == []


def test_a_guard_refuses_with_its_own_sentence_quotes_and_all(guard):
    row = function()
    with refused_by_the_database("a name's 100 % fixed"):
        Function.objects.filter(pk=row.pk).update(name="Another")


def test_a_guard_lets_pass_what_its_condition_does_not_name(guard):
    row = function()
    assert Function.objects.filter(pk=row.pk).update(summary="Another") == 1


def test_no_value_counts_as_a_value(db):
    """`<>` would be NULL, and so no refusal, wherever one side has no value."""
    triggers.install([a_guard(condition=triggers.changed("frozen_at"))], using="default")
    row = function()
    with refused_by_the_database("fixed"):
        Function.objects.freeze([row.pk])


def test_installing_twice_is_installing_once(guard):
    triggers.install([guard], using="default")
    assert triggers.missing([guard], using="default") == []


def test_a_guard_of_inserts_refuses_new_rows(db):
    triggers.install([a_guard(event="INSERT", condition="NEW.name = 'No'", refusal="not this")], using="default")
    with refused_by_the_database("not this"):
        Function.objects.create(code="NO", name="No")


def test_a_removed_guard_is_told_as_missing_and_refuses_nothing(guard):
    triggers.remove([guard], using="default")
    assert triggers.missing([guard], using="default") == [guard.name]
    row = function()
    assert Function.objects.filter(pk=row.pk).update(name="Another") == 1


def test_a_guard_of_a_table_that_is_not_there_is_passed_over(db):
    elsewhere = a_guard(table="not_there")
    triggers.install([elsewhere], using="default")
    triggers.remove([elsewhere], using="default")
    assert triggers.missing([elsewhere], using="default") == []


@pytest.mark.django_db
def test_migrate_puts_every_guard_back():
    triggers.remove(ALL, using="default")
    possible = [guard.name for guard in ALL if guard.event != "TRUNCATE" or connection.vendor == "postgresql"]
    assert triggers.missing(ALL, using="default") == possible
    call_command("migrate", verbosity=0)
    assert triggers.missing(ALL, using="default") == []


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL can switch a trigger off")
def test_migrate_switches_a_guard_on_again_that_was_switched_off():
    guard = ALL[0]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {guard.table} DISABLE TRIGGER {guard.name}")
    assert triggers.missing(ALL, using="default") == [guard.name]
    call_command("migrate", verbosity=0)
    assert triggers.missing(ALL, using="default") == []


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_a_table_passes_and_leaves_it_guarded():
    """SQLite loses the triggers of a table that it rebuilds; PostgreSQL refuses to alter a column named in WHEN."""
    row = function()
    Function.objects.freeze([row.pk])
    narrow, wide = Function._meta.get_field("code"), models.CharField(max_length=40, unique=True)
    wide.set_attributes_from_name("code")
    wide.model = Function
    with connection.schema_editor() as editor:
        editor.alter_field(Function, narrow, wide)
    call_command("migrate", verbosity=0)
    with pytest.raises(IntegrityError, match="a code never changes"), transaction.atomic():
        Function.objects.filter(pk=row.pk).update(code="OTHER")
    with connection.schema_editor() as editor:
        editor.alter_field(Function, wide, narrow)
