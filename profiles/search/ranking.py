"""Which of two hits stands first: code before title before alias before skill before text, whole before part."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from profiles.search.marks import Marker

FIELDS = "revision_id, code, title, alias, skill, retired"


class Kind(IntEnum):
    """Where all words of a question were found together; the lower the better."""

    CODE = 0
    TITLE = 1
    ALIAS = 2
    SKILL = 3
    TEXT = 4

    @property
    def word(self) -> str:
        return self.name.lower()


class Candidate(NamedTuple):
    """A document that holds all words, with its place in the order."""

    order: tuple
    pk: int
    kind: Kind
    line: int  # which alias, skill or code it was


_WEIGHTS = {Kind.TITLE: 4, Kind.ALIAS: 2, Kind.SKILL: 1}  # of a word that is met there


def candidate(row: tuple, words: Sequence[str], marker: Marker) -> Candidate:
    """`row` has the FIELDS of a document."""
    pk, code, title, alias, skill, retired = row
    fields = ((Kind.TITLE, title), (Kind.ALIAS, alias), (Kind.SKILL, skill))
    kind, how, line, spread = _place(" ".join(words), marker, code, fields)
    spelled = len(set(words).intersection(title.split()))
    return Candidate((kind, how, retired, spread, -spelled, len(title), title, code), pk, kind, line)


def _place(asked: str, marker: Marker, code: str, fields: Sequence[tuple[Kind, str]]) -> tuple[Kind, int, int, int]:
    """(kind, how: 0 whole, 1 from the beginning, 2 every word; which line; how its words are spread)."""
    if asked in code and asked in (codes := code.split("\n")):
        return Kind.CODE, 0, codes.index(asked), 0
    met: list[tuple[int, int]] = []  # weight of a field, and the words that it holds
    for kind, text in fields:
        hits = marker.hits(text.split())
        if hits == marker.all:
            lines = enumerate(text.split("\n"))
            found = [(how, n) for n, line in lines if (how := _how(asked, line, marker)) is not None]
            if found:
                return kind, *min(found), 0
        met.append((_WEIGHTS[kind], hits))
    return Kind.TEXT, 2, 0, _spread(marker, met)


def _how(asked: str, line: str, marker: Marker) -> int | None:
    if line.startswith(asked):
        return 0 if line == asked else 1
    return 2 if marker.hits(line.split()) == marker.all else None


def _spread(marker: Marker, met: Sequence[tuple[int, int]]) -> int:
    """The fewer words stand in captions, the later; a word in the title counts most."""
    told = left = 0
    for weight, hits in met:
        told += weight * (hits & ~left).bit_count()
        left |= hits
    return -told
