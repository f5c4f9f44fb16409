"""Two texts word by word: what stays, what goes, what comes; exact in what it gives back, bounded in its work."""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import NamedTuple

SAME, REMOVED, ADDED = "same", "removed", "added"

# A step is one move on the edit graph, about a microsecond; n words removed or added take n²/2 of them at most.
# A text of 10,000 characters holds some 1,700 words, and 220 of them replaced stay below 100,000 steps. What takes
# more was written anew, and marks on single words would help nobody.
STEPS_A_TEXT = 100_000
STEPS = 1_000_000
CHARACTERS_A_STEP = 10  # taking a text apart costs work too

# Marks part words, but hyphens and apostrophes do not, nor points and commas in figures. Chinese and Japanese
# write no spaces, so each of their characters counts as a word. Everything else (combining marks too) is a letter.
_MARKS = (
    r"!-/:-@\[-`{-~\u00a1-\u00bf\u00d7\u00f7"  # Latin
    r"\u060c\u061b\u061f\u0964\u0965"  # Arabic, Devanagari
    r"\u2010-\u205e\u2e00-\u2e7f\u3001-\u303f"  # dashes, quotes, dots; Chinese and Japanese
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"  # full width
)
_SINGLE = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = rf"[^\s{_MARKS}{_SINGLE}]+"
_WORD = rf"{_RUN}(?:(?:['’\u2010\u2011-]|(?<=\d)[.,](?=\d)){_RUN})*"
WORD = re.compile(rf"{_WORD}|[{_SINGLE}]")
_TOKEN = re.compile(rf"{_WORD}|\S")

Span = tuple[str, str]  # the text before and after; equal where nothing changed


class Piece(NamedTuple):
    """A stretch of text that is the same, removed or added."""

    kind: str
    text: str


class Meter:
    """Counts steps of work and refuses those beyond its limit, so that no text can cost more than it may."""

    def __init__(self, limit: int = STEPS) -> None:
        self.left = limit

    def spend(self, steps: int) -> bool:
        if steps > self.left:
            return False
        self.left -= steps
        return True


@dataclass(frozen=True)
class Marks:
    """The pieces of two texts, and whether so much differs that the differing part is given whole."""

    pieces: tuple[Piece, ...]
    whole: bool = False


def words(before: str, after: str) -> list[Piece]:
    """What became of each word. Same and removed pieces join to `before`, same and added ones to `after`.

    Where the texts differ more than a bounded effort can follow, all between their common beginning and end is
    one removed and one added piece.
    """
    return list(marks(before, after, Meter()).pieces)


def marks(before: str, after: str, meter: Meter) -> Marks:
    """`words` on a shared meter. Both directions mark the same words: the smaller text always goes first."""
    if not (before and after) or not meter.spend(1 + (len(before) + len(after)) // CHARACTERS_A_STEP):
        return Marks(tuple(_pieces([(before, after)])), whole=bool(before and after))
    first, second = sorted((before, after))
    a, b = _Tokens(first), _Tokens(second)
    share = Meter(min(meter.left, STEPS_A_TEXT))
    granted = share.left
    pairs, complete = in_common(a.texts, b.texts, share)
    meter.spend(granted - share.left)
    spans = _absorbed(_joined(_spans(a, b, pairs)))
    return Marks(tuple(_pieces(spans if first == before else ((y, x) for x, y in spans))), whole=not complete)


class _Tokens:
    """The words and marks of a text and where each begins and ends; white space lies between them."""

    def __init__(self, text: str) -> None:
        found = list(_TOKEN.finditer(text))
        self.text = text
        self.texts = [match[0] for match in found]
        self._begins = [*(match.start() for match in found), len(text)]
        self._ends = [0, *(match.end() for match in found)]

    def between(self, first: int, beyond: int) -> str:
        """Tokens from `first` up to but not with `beyond`, with all white space around them."""
        return self.text[self._ends[first] : self._begins[beyond]]


# -- what two sequences have in common ---------------------------------------------------------------


def in_common(a: Sequence[Hashable], b: Sequence[Hashable], meter: Meter) -> tuple[list[tuple[int, int]], bool]:
    """Index pairs of a longest common subsequence, and True; or of beginning and end only, and False."""
    head = _alike(a, b)
    tail = _alike(a[head:][::-1], b[head:][::-1])
    end_a, end_b = len(a) - tail, len(b) - tail
    inner = _shortest(a[head:end_a], b[head:end_b], meter)
    pairs = [(i, i) for i in range(head)]
    pairs += [(head + x, head + y) for x, y in inner or ()]
    pairs += [(end_a + i, end_b + i) for i in range(tail)]
    return pairs, inner is not None


def _alike(a: Sequence[Hashable], b: Sequence[Hashable]) -> int:
    """How many first elements are equal."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def _shortest(a: Sequence[Hashable], b: Sequence[Hashable], meter: Meter) -> list[tuple[int, int]] | None:
    """The equal elements on a shortest edit script (Myers 1986); None where the meter runs out."""
    if not a or not b:
        return []
    trail = _trail(a, b, meter)
    return None if trail is None else _walked_back(trail, len(a), len(b))


def _trail(a: Sequence[Hashable], b: Sequence[Hashable], meter: Meter) -> list[dict[int, int]] | None:
    """How far each diagonal reached before each round; the last round arrives at the end of both."""
    reach, trail, end_a, end_b = {1: 0}, [], len(a), len(b)
    for edits in range(end_a + end_b + 1):
        trail.append(reach.copy())
        for k in range(-edits, edits + 1, 2):
            begin = x = reach[k + 1] if _down(reach, k, edits) else reach[k - 1] + 1
            y = x - k
            while x < end_a and y < end_b and a[x] == b[y]:
                x, y = x + 1, y + 1
            if not meter.spend(1 + x - begin):
                return None
            reach[k] = x
            if x >= end_a and y >= end_b:
                return trail
    raise AssertionError("a path of len(a) + len(b) edits always exists")


def _down(reach: dict[int, int], k: int, edits: int) -> bool:
    return k == -edits or (k != edits and reach[k - 1] < reach[k + 1])


def _walked_back(trail: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs = []
    for edits in range(len(trail) - 1, -1, -1):
        reach, k = trail[edits], x - y
        origin = k + 1 if _down(reach, k, edits) else k - 1
        from_x = reach[origin]
        from_y = from_x - origin
        while x > from_x and y > from_y:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = from_x, from_y
    return pairs[::-1]


# -- from pairs of words to pieces -------------------------------------------------------------------


def _spans(a: _Tokens, b: _Tokens, pairs: Iterable[tuple[int, int]]) -> Iterator[Span]:
    i = j = 0
    for x, y in [*pairs, (len(a.texts), len(b.texts))]:
        yield from _between(a.between(i, x), b.between(j, y))
        if x < len(a.texts):
            yield a.texts[x], a.texts[x]
        i, j = x + 1, y + 1


def _between(before: str, after: str) -> Iterator[Span]:
    """What lies between two common words; white space at its edges that both have is no change."""
    head = _common_space(before, after)
    tail = _common_space(before[head:][::-1], after[head:][::-1])
    yield before[:head], before[:head]
    yield before[head : len(before) - tail], after[head : len(after) - tail]
    yield before[len(before) - tail :], before[len(before) - tail :]


def _common_space(before: str, after: str) -> int:
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), zip(before, after, strict=False))
    )


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    for _, group in groupby((span for span in spans if any(span)), key=lambda span: span[0] == span[1]):
        befores, afters = zip(*group, strict=True)
        yield "".join(befores), "".join(afters)


def _absorbed(spans: Iterable[Span]) -> list[Span]:
    """Without islands: what is the same between two changes and shorter than both reads better as changed."""
    kept: list[Span] = []
    for span in spans:
        if span[0] != span[1] and len(kept) > 1 and _is_island(kept[-2], kept[-1], span):
            island, left = kept.pop(), kept.pop()
            span = left[0] + island[0] + span[0], left[1] + island[1] + span[1]
        kept.append(span)
    return kept


def _is_island(left: Span, island: Span, right: Span) -> bool:
    return len(island[0].strip()) <= min(max(map(len, left)), max(map(len, right)))


def _pieces(spans: Iterable[Span]) -> Iterator[Piece]:
    for before, after in spans:
        told = [(SAME, before)] if before == after else [(REMOVED, before), (ADDED, after)]
        yield from (Piece(kind, text) for kind, text in told if text)
