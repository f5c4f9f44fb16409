"""The index holds what stands and nothing else; it can be made anew at any time and is then the same."""

import pytest
from django.db import connection

from profiles.models import Profile, Revision, SearchCaption, SearchDocument, SearchSpelling
from profiles.search import documents as module
from profiles.search import index_what_stands, rebuild, renew
from tests.factories import IN_STATE, approved, next_version, on_desk
from tests.pages.canon import key
from tests.profiles.search.canon import levels, plant_heads

pytestmark = pytest.mark.django_db

TABLES = (SearchDocument, SearchCaption, SearchSpelling)


def rows() -> list[list[tuple]]:
    """All rows of the index, without the numbers that the database gave them."""
    names = [[f.attname for f in model._meta.concrete_fields if f.name != "id"] for model in TABLES]
    return [sorted(model.objects.values_list(*fields)) for model, fields in zip(TABLES, names, strict=True)]


def test_every_state_leaves_the_index_with_what_stands():
    for state, level in zip(IN_STATE, ("M1", "M2", "M3", "M4", "M5", "M6"), strict=True):
        IN_STATE[state](code=key(level))
    standing = Revision.objects.filter(state__in=["approved", "retired"])
    indexed = SearchDocument.objects.values_list("revision", "profile", "retired")
    assert sorted(indexed) == sorted((row.pk, row.profile_id, row.state == "retired") for row in standing)
    assert [row.key[-2:] for row in standing.order_by("key")] == ["M4", "M5", "M6"]


def test_it_holds_folded_words_of_the_public_text():
    approved(
        title="Café Manager",
        aliases=["Head of Café", "Küche & Bar"],
        skills=[{"name": "Latte art", "summary": "Pours it"}],
        responsibilities=["Opens the bar."],
        summary="Runs a café.",
        mappings=[{"system": "SOC", "code": "11-9051.00", "label": "Food Managers"}],
    )
    document = SearchDocument.objects.get()
    assert (document.title, document.alias, document.skill) == ("cafe manager", "head of cafe\nkuche bar", "latte art")
    assert document.code == f"{key('M4').lower().replace('.', ' ')}\n11 9051 00"
    place = "plant operations line leadership management 4"
    assert document.text == f"{place} runs a cafe opens the bar pours it food managers"
    assert sorted(SearchCaption.objects.values_list("kind", "text", "shown")) == [
        ("alias", "head of cafe", "Head of Café"),
        ("alias", "kuche bar", "Küche & Bar"),
        ("code", "11 9051 00", "11-9051.00"),
        ("code", key("M4").lower().replace(".", " "), key("M4")),
        ("title", "cafe manager", "Café Manager"),
    ]


def test_an_index_that_is_made_anew_is_the_same_and_finds_the_same(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 2)
    plant_heads()
    before, found = rows(), levels("plant head")
    told = []
    assert rebuild(lambda *done: told.append(done)) == 6
    assert (rows(), levels("plant head")) == (before, found)
    assert told == [(2, 6), (4, 6), (6, 6)]
    SearchDocument.objects.all().delete()
    assert levels("plant head") == []
    rebuild()
    assert (rows(), levels("plant head")) == (before, found)


def test_words_that_no_text_holds_any_more_leave_the_vocabulary_when_it_is_made_anew():
    next_version(approved(title="Zeppelin pilot"), title="Balloon pilot")
    assert SearchSpelling.objects.filter(word="zeppelin").exists()
    rebuild()
    assert not SearchSpelling.objects.filter(word="zeppelin").exists()


def test_a_canon_that_was_published_before_there_was_an_index_is_indexed_at_the_next_migrate():
    approved(title="Zeppelin pilot")
    SearchDocument.objects.all().delete()
    index_what_stands(using="default")
    assert levels("zeppelin") == ["M4"]


def test_a_desk_is_no_business_of_the_index():
    on_desk()
    renew(list(Profile.objects.values_list("pk", flat=True)))
    assert SearchDocument.objects.count() == 0


def test_a_very_long_text_is_indexed_as_far_as_a_database_can():
    """PostgreSQL has vectors of one megabyte at most."""
    bullets = [" ".join(f"word{n:x}{m:x}" for m in range(180)) for n in range(500)]
    approved(title="Long winded", responsibilities=bullets)
    assert len(SearchDocument.objects.get().text) == module.LONGEST
    assert levels("long winded") == ["M4"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps the index in the table itself")
def test_triggers_that_a_rebuilt_table_has_lost_come_back():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER profiles_searchindex_on_insert")
    approved(title="Zeppelin pilot")
    assert levels("zeppelin") == []
    index_what_stands(using="default")
    assert levels("zeppelin") == ["M4"]
