"""Codes in the database: upper case in shape, unique whatever the case, never empty."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from taxonomy.models import Focus, Function, Level, Scope, Track
from tests.factories import focus, function, ladder, refused_by_the_database

pytestmark = pytest.mark.django_db


def another(model, code):
    """A new row of a kind with this code, everything else being in order."""
    values = {
        Function: {"name": "Twin"},
        Focus: {"name": "Twin", "function_id": function().pk},
        Track: {"name": "Twin"},
        Scope: {"name": "Twin"},
    }
    if model is Level:
        track, _ = Track.objects.get_or_create(code="X", defaults={"name": "Ten"})
        return Level(code=code, track=track, step=9, rank=9, title="Twin")
    return model(code=code, **values[model])


@pytest.mark.parametrize("model", [Function, Focus, Level, Track, Scope])
def test_a_code_stands_once_whatever_its_case(model):
    another(model, "QQ1").save()
    with refused_by_the_database(r"(?i)unique"):
        model.objects.bulk_create([another(model, "qq1")])


@pytest.mark.parametrize("model", [Function, Focus, Level, Track, Scope])
def test_a_code_is_never_empty(model):
    with refused_by_the_database(f"every_{model.__name__.lower()}_has_a_code"):
        model.objects.bulk_create([another(model, "")])


@pytest.mark.parametrize(
    ("model", "code"),
    [
        (Function, "sales"),
        (Function, "SALES-1"),
        (Focus, "KEY ACCOUNT"),
        (Level, "4M"),
        (Level, "M100"),
        (Track, "M1"),
        (Scope, "D"),
        (Scope, "Global"),
    ],
)
def test_a_form_refuses_a_code_of_another_shape(model, code):
    with pytest.raises(ValidationError) as refused:
        another(model, code).full_clean()
    assert [*refused.value.message_dict] == ["code"]


def test_a_form_refuses_texts_that_no_text_should_hold():
    with pytest.raises(ValidationError) as refused:
        Function(code="SALES", name="Sa\x00les", summary="\u202eevil").full_clean()
    assert {*refused.value.message_dict} == {"name", "summary"}


def test_the_global_scope_has_the_one_code_in_lower_case():
    Scope(code="global", name="Global").full_clean()


def test_a_row_that_others_stand_on_stays():
    focus(), ladder()
    for row in (Function.objects.get(), Track.objects.get(code="M")):
        with pytest.raises(Exception, match="protected"):
            row.delete()
        # Past the models as well. SQLite checks references at the end, PostgreSQL at once or then.
        with refused_by_the_database("(?i)foreign key"):
            type(row).objects.filter(pk=row.pk)._raw_delete("default")
            connection.check_constraints()
