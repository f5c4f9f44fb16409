"""Puts together what readers asked in several spellings: other case, order or endings, a slip of the finger."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from profiles.search.stems import stem

SHORTEST = 5  # letters of a word in which one may be wrong: in shorter ones another letter is another word


class Asked(Protocol):
    """Words, how often they were asked for, and how many of these were titles to resolve."""

    words: str
    count: int
    resolutions: int


Row = TypeVar("Row", bound=Asked)


@dataclass(frozen=True)
class Group(Generic[Row]):
    """What is one question; the spelling that was asked most comes first."""

    rows: tuple[Row, ...]

    @property
    def first(self) -> Row:
        return self.rows[0]

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def resolutions(self) -> int:
        return sum(row.resolutions for row in self.rows)

    @property
    def searches(self) -> int:
        return self.count - self.resolutions


def gathered(rows: Iterable[Row]) -> list[Group[Row]]:
    """Groups, the most asked for first. Work grows with the rows alone, so a bounded list costs a bounded time."""
    same: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        same[key_of(row.words)].append(row)
    found = [Group(tuple(sorted(members, key=_order))) for members in _near(same).values()]
    return sorted(found, key=lambda group: (-group.count, group.first.words))


def key_of(words: str) -> tuple[str, ...]:
    """What stays the same however words are ordered and ended."""
    return tuple(sorted({stem(word) for word in words.split()}))


def _order(row: Asked) -> tuple[int, str]:
    return -row.count, row.words


def _near(same: dict[tuple[str, ...], list[Row]]) -> dict[tuple[str, ...], list[Row]]:
    """Keys that differ by one letter of one word go to the one that is asked for most."""
    kept: dict[tuple[str, ...], list[Row]] = {}
    forms: dict[tuple[str, ...], tuple[str, ...]] = {}
    for key in sorted(same, key=lambda key: (-sum(row.count for row in same[key]), key)):
        home = next((forms[form] for form in _forms(key) if form in forms), None)
        if home is None:
            kept[key] = list(same[key])
            forms |= {form: key for form in _forms(key) if form not in forms}
        else:
            kept[home] += same[key]
    return kept


def _forms(key: Sequence[str]) -> list[tuple[str, ...]]:
    """The key, and the key with one letter of one word taken out: two that are a slip apart share one of these."""
    found = [tuple(key)]
    for n, word in enumerate(key):
        if len(word) >= SHORTEST:
            found += [tuple(sorted((*key[:n], word[:m] + word[m + 1 :], *key[n + 1 :]))) for m in range(len(word))]
    return found
