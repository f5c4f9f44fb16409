"""What the database refuses on the shelf, tried past every model: by UPDATE, DELETE, INSERT and REPLACE."""

import datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone

from profiles.guards import GUARDS
from profiles.models import Contributor, Event, Revision, RevisionMapping, RevisionPay, RevisionSkill
from profiles.states import PUBLIC, State
from taxonomy import triggers
from tests.factories import (
    IN_STATE,
    approved,
    approver,
    in_review,
    marked,
    on_desk,
    refused_by_the_database,
    retired,
    superseded,
    withdrawn,
)

pytestmark = pytest.mark.django_db

LAWFUL = {
    (State.IN_REVIEW, State.WITHDRAWN),
    (State.IN_REVIEW, State.RETURNED),
    (State.IN_REVIEW, State.APPROVED),
    (State.APPROVED, State.SUPERSEDED),
    (State.APPROVED, State.RETIRED),
} | {(state, state) for state in State}


def refusal(revision, **values):
    """What the database says to an UPDATE past the models; "" where it takes it. Undone again."""
    try:
        with transaction.atomic():
            Revision.objects.filter(pk=revision.pk).update(**values)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return str(error).splitlines()[0]
    return ""


def another(revision, field):
    """A value of the field's type that differs from the one that stands."""
    value = getattr(revision, field.attname)
    match field:
        case models.ForeignKey():
            return (value or 0) + 1
        case models.DateTimeField():
            return (value or timezone.now()) + datetime.timedelta(days=1)
        case models.DecimalField():
            return 0.111
        case models.IntegerField():
            return (value or 0) + 1
    choices = [choice for choice, _ in field.choices or ()]
    return next((choice for choice in choices if choice != value), f"x{value or ''}"[: field.max_length])


SEALED = (
    *("id", "profile", "key", "schema", "payload", "seal", "digest", "origin"),
    *("submitted_by", "submitted_by_name", "submitted_at", "submit_note"),
    *("function_code", "focus_code", "level_code", "track_code", "scope_code", "rank", "title"),
    *("function_name", "focus_name", "level_title", "confidence"),
)
# Written by a later move, each once.
LATER = {
    "number": approved,
    "decided_by": approved,
    "decided_by_name": approved,
    "decided_at": approved,
    "decision_note": approved,
    "superseded_at": superseded,
    "withdrawn_by": withdrawn,
    "withdrawn_by_name": withdrawn,
    "withdrawn_at": withdrawn,
    "retirement_proposed_by": retired,
    "retirement_proposed_by_name": retired,
    "retirement_proposed_at": retired,
    "retirement_reason": retired,
    "successor_key": retired,
    "retired_by": retired,
    "retired_by_name": retired,
    "retired_at": retired,
}


def test_every_column_of_the_shelf_is_sealed_or_written_once_or_the_state():
    columns = {field.name for field in Revision._meta.concrete_fields}
    # The queue's own bookkeeping says nothing of the text or of the decision.
    free = {"claimed_by", "claimed_at", "basis_changed_at"}
    assert columns == {"state", *SEALED, *LATER, *free}


@pytest.mark.parametrize("make", [in_review, approved, retired])
def test_no_sealed_column_ever_changes(make):
    revision = Revision.objects.get(pk=make().pk)
    fields = [Revision._meta.get_field(name) for name in SEALED]
    found = {field.name: refusal(revision, **{field.attname: another(revision, field)}) for field in fields}
    assert found == dict.fromkeys(SEALED, "a sealed revision never changes")


def test_no_sealed_column_is_emptied():
    revision = Revision.objects.get(pk=in_review().pk)
    found = {name: refusal(revision, **{name: None}) for name in ("submitted_by", "confidence")}
    assert found == dict.fromkeys(found, "a sealed revision never changes")


@pytest.mark.parametrize(("name", "make"), LATER.items(), ids=LATER)
def test_what_a_move_wrote_down_never_changes(name, make):
    revision = Revision.objects.get(pk=make().pk)
    field = Revision._meta.get_field(name)
    assert refusal(revision, **{field.attname: another(revision, field)}) == (
        "what was decided on a revision never changes"
    )
    if field.null:
        assert refusal(revision, **{field.attname: None}) == "what was decided on a revision never changes"


def test_a_proposal_is_not_rewritten_before_it_is_decided_on():
    revision = Revision.objects.get(pk=marked().pk)
    names = ("retirement_proposed_by", "retirement_proposed_at", "retirement_reason", "successor_key")
    fields = [Revision._meta.get_field(name) for name in names]
    found = {field.name: refusal(revision, **{field.attname: another(revision, field)}) for field in fields}
    assert found == dict.fromkeys(names, "what was decided on a revision never changes")


def inserted(revision, **changes):
    values = {field.attname: getattr(revision, field.attname) for field in Revision._meta.concrete_fields}
    return Revision.objects.bulk_create([Revision(**(values | {"id": None, "seal": "0" * 64} | changes))])


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.RETURNED, State.SUPERSEDED, State.RETIRED])
def test_what_comes_from_the_desk_begins_in_review(state):
    revision = Revision.objects.get(pk=approved().pk)
    number = 2 if state in PUBLIC else None
    with refused_by_the_database("a revision begins in review, unless it is restored from a file"):
        inserted(revision, state=state, number=number)


@pytest.mark.parametrize("deed", ["submitted_by", "decided_by", "withdrawn_by", "retired_by"])
def test_what_is_restored_from_a_file_names_nobody_here(deed):
    """Else a row put in by hand would look like the decision of an approver who never saw it."""
    revision = Revision.objects.get(pk=approved().pk)
    nobody = dict.fromkeys(("submitted_by_id", "decided_by_id", "withdrawn_by_id", "retired_by_id"))
    told = nobody | {f"{deed}_id": approver().pk, "origin": "imported", "state": State.SUPERSEDED, "number": 2}
    with refused_by_the_database("what is restored from a file is settled, and nobody here has decided on it"):
        inserted(revision, **told)


def test_what_is_restored_from_a_file_does_not_wait_for_a_decision():
    revision = Revision.objects.get(pk=withdrawn().pk)
    with refused_by_the_database("what is restored from a file is settled"):
        inserted(revision, origin="imported", state=State.IN_REVIEW, withdrawn_by_id=None, withdrawn_at=None)


@pytest.mark.parametrize("source", State)
def test_only_lawful_moves_pass_the_database(source):
    revision = Revision.objects.get(pk=IN_STATE[source]().pk)
    judge, now = approver("judge").pk, timezone.now()
    passed = set()
    for target in State:
        # What the constraints ask of a public text, so that a lawful move has everything it needs.
        decided = {"number": 99, "decided_by": judge, "decided_at": now} if target in PUBLIC else {}
        values = {name: value for name, value in decided.items() if getattr(revision, name) is None}
        if not refusal(revision, state=target, **values):
            passed.add((source, target))
    assert passed == {(a, b) for a, b in LAWFUL if a == source}


@pytest.mark.parametrize("state", IN_STATE)
def test_no_revision_is_deleted_in_any_state(state):
    rows = Revision.objects.filter(pk=IN_STATE[state]().pk)
    with refused_by_the_database("a revision is never deleted"):
        rows._raw_delete("default")
    assert rows.exists()


BESIDE = {
    RevisionPay: ({"median": 1}, "the pay part of a revision never changes", "the pay part of a revision is never"),
    RevisionSkill: ({"skill": 1}, "the skills of a revision never change", "the skills of a revision are never"),
    RevisionMapping: ({"code": "x"}, "the mappings of a revision never change", "the mappings of a revision are never"),
    Contributor: ({"name": "x"}, "contributors of a revision never change", "contributors of a revision are never"),
    Event: ({"note": "x"}, "an event never changes", "an event is never deleted"),
}


@pytest.mark.parametrize("model", BESIDE, ids=lambda model: model.__name__)
def test_what_lies_beside_a_revision_neither_changes_nor_goes(model):
    approved()
    change, unchanged, undeleted = BESIDE[model]
    rows = model.objects.filter(pk=model.objects.first().pk)
    with refused_by_the_database(unchanged):
        rows.update(**change)
    with refused_by_the_database(unchanged):
        rows.update(id=999)
    with refused_by_the_database(undeleted):
        rows._raw_delete("default")
    with refused_by_the_database(undeleted):
        model.objects.all()._raw_delete("default")


@pytest.mark.parametrize("model", [Revision, *BESIDE], ids=lambda model: model.__name__)
def test_a_row_is_not_replaced_by_an_insert_either(model):
    """SQLite's REPLACE deletes without a trigger unless `recursive_triggers` is on; PostgreSQL has ON CONFLICT."""
    approved()
    row = model.objects.first()
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    places = ", ".join(["%s"] * len(fields))
    table = model._meta.db_table
    if connection.vendor == "sqlite":
        statement = f"REPLACE INTO {table} ({columns}) VALUES ({places})"
    else:
        statement = (
            f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT (id) DO UPDATE SET id = {table}.id + 1000"
        )
    sentences = "never|begins in review"
    with refused_by_the_database(sentences), connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("model", [Revision, *BESIDE], ids=lambda model: model.__name__)
def test_a_table_is_not_emptied_at_one_stroke(model):
    approved()
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_a_profile_is_not_taken_away_below_its_shelf():
    profile = approved().profile
    with refused_by_the_database("(?i)foreign key"):
        type(profile).objects.filter(pk=profile.pk)._raw_delete("default")
        connection.check_constraints()


def test_the_desk_is_free():
    profile = on_desk()
    assert profile.responsibilities.update(text="Anything") == 4
    assert profile.skill_uses.all().delete()[0] == 3


@pytest.mark.django_db(transaction=True)
def test_the_shelf_stays_guarded_through_a_migration_that_rebuilds_it():
    revision = approved()
    narrow, wide = Revision._meta.get_field("title"), models.CharField(max_length=300)
    wide.set_attributes_from_name("title")
    wide.model = Revision
    with connection.schema_editor() as editor:
        editor.alter_field(Revision, narrow, wide)
    call_command("migrate", verbosity=0)
    assert triggers.missing(GUARDS, using="default") == []
    with pytest.raises(IntegrityError, match="a sealed revision never changes"), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(title="Forged")
    with pytest.raises(IntegrityError, match="a revision is never deleted"), transaction.atomic():
        Revision.objects.filter(pk=revision.pk)._raw_delete("default")
    with connection.schema_editor() as editor:
        editor.alter_field(Revision, wide, narrow)
