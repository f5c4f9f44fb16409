"""Stems are those that the database makes: else the page would mark other words than the index has hit."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from profiles.search.stems import stem
from profiles.search.words import words_of

LATER = re.compile("(log|bl)(y|ies|i)$")
SAMPLE = Path(settings.BASE_DIR) / "profiles" / "sample" / "canon.jsonl"


def vocabulary() -> list[str]:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    return sorted({word for line in lines for word in words_of(json.dumps(json.loads(line), ensure_ascii=False))})


def stems_of_the_database(words: list[str]) -> dict[str, str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT w, (ts_lexize('canon_stems', w))[1] FROM unnest(%s::text[]) AS w", [words])
            return dict(cursor.fetchall())
        cursor.execute("CREATE VIRTUAL TABLE temp.heap USING fts5(word, tokenize='porter unicode61')")
        cursor.executemany("INSERT INTO heap (rowid, word) VALUES (%s, %s)", list(enumerate(words)))
        cursor.execute("CREATE VIRTUAL TABLE temp.stems USING fts5vocab('temp', 'heap', 'instance')")
        cursor.execute("SELECT doc, term FROM stems")
        return {words[doc]: term for doc, term in cursor.fetchall()}


@pytest.mark.django_db
def test_every_word_of_the_sample_canon_has_the_stem_that_the_database_gives_it():
    words = vocabulary()
    assert len(words) > 3_000
    theirs = stems_of_the_database(words)
    differing = {word for word in words if stem(word) != theirs[word]}
    if connection.vendor == "postgresql":
        # Its Porter stems words of two letters as well, and lacks the rules for -logy and -bly that came later.
        differing = {word for word in differing if len(word) > 2 and not LATER.search(word)}
    assert differing == set()


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("caresses", "caress"),
        ("ponies", "poni"),
        ("agreed", "agre"),
        ("hopping", "hop"),
        ("filing", "file"),
        ("happy", "happi"),
        ("relational", "relat"),
        ("electriciti", "electr"),
        ("adjustment", "adjust"),
        ("controll", "control"),
        ("m4", "m4"),
    ],
)
def test_stems_of_the_paper(word, found):
    assert stem(word) == found
