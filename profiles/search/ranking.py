"""Which of two hits stands first: code before title before alias before skill before text, whole before part."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from profiles.search.marks import Marker

FIELDS = ("pk", "code", "title", "alias", "skill", "retired")


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


@dataclass(frozen=True)
class Candidate:
    """A document that holds all words, with its place in the order."""

    pk: int
    kind: Kind
    line: int  # which alias, skill or code it was
    order: tuple


def candidate(row: tuple, words: Sequence[str], marker: Marker) -> Candidate:
    """`row` has the FIELDS of a document."""
    pk, code, title, alias, skill, retired = row
    hits = {Kind.TITLE: marker.hits(title.split()), Kind.ALIAS: marker.hits(alias.split())}
    hits[Kind.SKILL] = marker.hits(skill.split())
    fields = {Kind.TITLE: title, Kind.ALIAS: alias, Kind.SKILL: skill}
    whole = {kind: text.split("\n") for kind, text in fields.items() if hits[kind] == marker.all}
    kind, how, line = _place(" ".join(words), marker, code.split("\n"), whole)
    spelled = sum(1 for word in set(words) if word in title.split())
    spread = _spread(marker, hits) if kind is Kind.TEXT else 0
    return Candidate(pk, kind, line, (kind, how, retired, spread, -spelled, len(title), title, code))


def _place(asked: str, marker: Marker, codes: list[str], fields: dict[Kind, list[str]]) -> tuple[Kind, int, int]:
    """(kind, how: 0 whole, 1 from the beginning, 2 every word; which line); `fields` hold every word somewhere."""
    if asked in codes:
        return Kind.CODE, 0, codes.index(asked)
    for kind, lines in fields.items():
        found = [(how, n) for n, line in enumerate(lines) if (how := _how(asked, line, marker)) is not None]
        if found:
            return kind, *min(found)
    return Kind.TEXT, 2, 0


def _how(asked: str, line: str, marker: Marker) -> int | None:
    if line.startswith(asked):
        return 0 if line == asked else 1
    return 2 if marker.hits(line.split()) == marker.all else None


def _spread(marker: Marker, hits: dict[Kind, frozenset[int]]) -> int:
    """The fewer words stand in captions, the later; a word in the title counts most."""
    weights = {Kind.TITLE: 4, Kind.ALIAS: 2, Kind.SKILL: 1}
    return -sum(max((weights[kind] for kind, found in hits.items() if n in found), default=0) for n in marker.all)
