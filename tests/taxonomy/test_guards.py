"""What the database refuses on the ground floor once a code has been published."""

import pytest
from django.utils import timezone

from taxonomy.models import Focus, Function, Level, Scope, Track
from tests.factories import focus, ladder, refused_by_the_database

CODED = [Function, Focus, Level, Track, Scope]


@pytest.fixture(params=CODED, ids=lambda model: model.__name__)
def rows(request, db):
    """The one row of a kind as a queryset; nothing else hangs on it."""
    focus(), ladder()
    model = request.param
    row = {
        Function: lambda: Function.objects.create(code="LONE", name="Lone"),
        Focus: lambda: Focus.objects.create(code="LONE", name="Lone", function=Function.objects.get()),
        Level: lambda: Level.objects.get(code="E3"),
        Track: lambda: Track.objects.create(code="X", name="Lone"),
        Scope: lambda: Scope.objects.create(code="DE", name="Germany"),
    }[model]()
    return model.objects.filter(pk=row.pk)


def test_a_code_may_change_before_the_first_approval(rows):
    assert rows.update(code="Z9") == 1


def test_a_code_never_changes_after_the_first_approval(rows):
    rows.freeze(rows.values_list("pk", flat=True))
    with refused_by_the_database("a code never changes after the first approval"):
        rows.update(code="Z9")


def test_a_published_code_cannot_be_thawed_to_change_it(rows):
    rows.freeze(rows.values_list("pk", flat=True))
    for thaw in ({"frozen_at": None}, {"frozen_at": timezone.now()}, {"frozen_at": None, "code": "Z9"}):
        with refused_by_the_database("a code never changes"):
            rows.update(**thaw)


def test_a_published_row_is_not_deleted(rows):
    rows.freeze(rows.values_list("pk", flat=True))
    with refused_by_the_database("a row that an approved profile rests on is not deleted"):
        rows.delete()


def test_a_row_that_nothing_rests_on_may_go(rows):
    rows.delete()
    assert not rows.exists()


def test_the_texts_of_a_published_row_may_change(rows):
    rows.freeze(rows.values_list("pk", flat=True))
    text = "title" if rows.model is Level else "name"
    assert rows.update(**{text: "Reworded"}) == 1
