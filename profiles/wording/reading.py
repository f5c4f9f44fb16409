"""How hard a text is to read: the grade of schooling that it takes, by the lengths of its sentences and words."""

import re
from collections.abc import Iterable
from fractions import Fraction

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?;:](?:\s|$)")
# "es", "ed" and "e" at the end are heard after some letters only ("houses", "rated", "table").
_SILENT = re.compile(r"(?<=[^laeiouycsxzhg])es$|(?<=[^tdaeiouy])ed$|(?<=[^laeiouy])e$")
_VOWELS = re.compile(r"[aeiouyäöüéèêà]+")


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def sentences(text: str) -> int:
    """At least one where anything is written; a colon and a semicolon end one, for a reader stops there."""
    return max(1, sum(1 for part in _SENTENCE.split(text) if part.strip())) if text.strip() else 0


def syllables(word: str) -> int:
    """By groups of vowels, without a silent end; an estimate, as every count without a dictionary is."""
    heard = _SILENT.sub("", word.casefold()) if len(word) > 3 else word.casefold()
    return max(1, len(_VOWELS.findall(heard)))


def grade(texts: Iterable[str]) -> Fraction | None:
    """0.39 · words ÷ sentences + 11.8 · syllables ÷ words − 15.59 (Kincaid, Fishburne, Rogers & Chissom 1975).

    Each text ends a sentence, with a stop or without one. None where nothing is written.
    """
    texts = list(texts)
    found = [word for text in texts for word in words(text)]
    ends = sum(map(sentences, texts))
    if not found or not ends:
        return None
    heard = sum(map(syllables, found))
    return (
        Fraction(39, 100) * Fraction(len(found), ends)
        + Fraction(118, 10) * Fraction(heard, len(found))
        - Fraction(1559, 100)
    )
