"""Two lists of items side by side: which item became which, what came and went, and what only moved."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from profiles.comparison.marks import WORD, Meter, in_common

Fields = Mapping[str, Any]
Key = Callable[[Fields], Hashable | None]

# Tried on the sample canon (570 responsibilities, 17 focuses). Best pairs between two levels of one focus, 1,267 of
# them, reach .47 at most, and so does every one of the 160,693 pairs from any two profiles. Bullets that editors
# reworded stand at .53 (cut to a third of its length) to 1.00 (order of clauses); one written anew fell to .32.
# Without the weight of letters "in", "and" and "of the year" carry unlike bullets over .50.
NEAR = Fraction(1, 2)

# Looking at one pair of usual bullets counts some 5 steps: two lists of 180 that share nothing can be paired.
STEPS_A_LIST = 200_000


@dataclass(frozen=True)
class Pair:
    """Positions from 0 of one item, None where it is not; moved if its order among the others changed."""

    before: int | None
    after: int | None
    moved: bool = False


@dataclass(frozen=True)
class Alignment:
    """Pairs in reading order; `searched` is False where the lists were too long to be paired by nearness."""

    pairs: tuple[Pair, ...]
    searched: bool = True


def align(before: Sequence[Fields], after: Sequence[Fields], *, keys: Sequence[Key] = (), near: str = "") -> Alignment:
    """Equal items first, then items of one key (strictest key first), then those whose field `near` is near."""
    equal = _equal(before, after)
    found = dict(equal)
    for key in keys:
        found |= _by_key(before, after, key, found)
    searched = True
    if near:
        close = _by_nearness(before, after, near, found)
        searched = close is not None
        found |= close or {}
    return Alignment(tuple(_in_reading_order(found, equal, len(before), len(after))), searched)


def fold(text: str) -> str:
    """How names are told apart, as in `taxonomy.texts.fold_name`: case and width do not count."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


# -- which became which ------------------------------------------------------------------------------


def _equal(before: Sequence[Fields], after: Sequence[Fields]) -> dict[int, int]:
    """Those in order first, so that of two equal items the one that stayed is not told as moved."""
    a, b = ([_content(item) for item in items] for items in (before, after))
    pairs, _ = in_common(a, b, Meter(STEPS_A_LIST))
    found = dict(pairs)
    return found | _by_key(before, after, _content, found)


def _content(item: Fields) -> Hashable:
    return frozenset(item.items())


def _by_key(before: Sequence[Fields], after: Sequence[Fields], key: Key, found: Mapping[int, int]) -> dict[int, int]:
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for j in _left(after, found.values()):
        waiting[key(after[j])].append(j)
    pairs = {}
    for i in _left(before, found):
        name = key(before[i])
        if name is not None and waiting[name]:
            pairs[i] = waiting[name].popleft()
    return pairs


def _left(items: Sequence[Fields], taken: Iterable[int]) -> list[int]:
    taken = set(taken)
    return [i for i in range(len(items)) if i not in taken]


def _by_nearness(
    before: Sequence[Fields], after: Sequence[Fields], field: str, found: Mapping[int, int]
) -> dict[int, int] | None:
    """The nearest two first; of equally near ones those that stand closest. None where that is too much work."""
    a = {i: Bag(before[i][field]) for i in _left(before, found)}
    b = {j: Bag(after[j][field]) for j in _left(after, found.values())}
    steps = len(a) * len(b) + (len(b) * sum(map(len, a.values())) + len(a) * sum(map(len, b.values()))) // 10
    if not Meter(STEPS_A_LIST).spend(steps):
        return None
    near = ((x.nearness(y), i, j) for i, x in a.items() for j, y in b.items() if x.may_be_near(y))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted((n for n in near if n[0] >= NEAR), key=lambda n: (-n[0], abs(n[1] - n[2]), n[1] + n[2])):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


class Bag:
    """The words of a text without their order; each weighs as much as it has letters."""

    def __init__(self, text: str) -> None:
        seen: Counter[str] = Counter()
        self.words: set[tuple[str, int]] = set()
        for word in WORD.findall(fold(text)):
            self.words.add((word, seen[word]))  # the second "and" is another word than the first
            seen[word] += 1
        self.weight = _weight(self.words)

    def __len__(self) -> int:
        return len(self.words)

    def may_be_near(self, other: "Bag") -> bool:
        """Lengths alone can rule it out."""
        lighter = min(self.weight, other.weight)
        return lighter > 0 and 2 * lighter >= NEAR * (self.weight + other.weight)

    def nearness(self, other: "Bag") -> Fraction:
        """Share of letters in words that both have, 0 to 1 (Dice 1945)."""
        return Fraction(2 * _weight(self.words & other.words), max(1, self.weight + other.weight))


def _weight(words: Iterable[tuple[str, int]]) -> int:
    return sum(len(word) for word, _ in words)


# -- what moved, and in which order it is told ---------------------------------------------------------


def _in_reading_order(found: Mapping[int, int], equal: Container[int], before: int, after: int) -> Iterator[Pair]:
    """As they stand after; what was removed stands where it stood among those that stayed."""
    origin = {j: i for i, j in found.items()}
    stays = set(longest_rising([origin[j] for j in sorted(origin)], favoured=equal))
    removed = deque(i for i in range(before) if i not in found)
    for j in range(after):
        i = origin.get(j)
        while i in stays and removed and removed[0] < i:
            yield Pair(removed.popleft(), None)
        yield Pair(i, j, moved=i is not None and i not in stays)
    yield from (Pair(i, None) for i in removed)


def longest_rising(numbers: Sequence[int], favoured: Container[int] = ()) -> list[int]:
    """A longest rising subsequence of distinct numbers: the most items that can be said to have stayed.

    Of several the one with most favoured numbers: so that what was edited moved, and what was not stayed.
    """
    weight = len(numbers) + 1  # one number more outweighs all favours
    tops: list[int] = []  # what rising runs end with, rising; a heavier run ends higher
    totals: list[int] = []
    previous: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tops, number)
        previous[number] = tops[at - 1] if at else None
        total = (totals[at - 1] if at else 0) + weight + (number in favoured)
        beyond = bisect_right(totals, total, lo=at)
        tops[at:beyond], totals[at:beyond] = [number], [total]
    run: list[int] = []
    number = tops[-1] if tops else None
    while number is not None:
        run.append(number)
        number = previous[number]
    return run[::-1]
