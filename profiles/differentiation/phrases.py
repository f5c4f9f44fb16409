"""Words and phrases of a line, brought to their stems, and how much of one line stands in another."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

Grams = frozenset[str]

# Five times what a long line has; what goes beyond is not looked at.
MOST_WORDS = 150
_WORD = re.compile(r"[^\W_]+(?:['’&.-][^\W_]+)*")
# Words that carry grammar and no work. Short on purpose: what is left out here cannot tell two levels apart.
_GRAMMAR = frozenset(
    "a an and any are as at be before both but by each either every for from has have how if in into is it its no nor"
    " not of off on or out over own so such than that the their them then these they this those through to under"
    " until up upon was what when where which while who whom whose with within without".split()
)
_ENDINGS = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))


# Texts of one trade say the same few thousand words again and again.
@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """A light stemmer: "managing", "manages", "managed" and "manage" are one, "plans" and "planning" too."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1].isalpha():
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def stems(text: str) -> list[str]:
    """The words of a line in their order, without those of grammar."""
    words = (match[0].casefold() for _, match in zip(range(MOST_WORDS), _WORD.finditer(text), strict=False))
    return [stem(word) for word in words if word not in _GRAMMAR]


def grams(text: str) -> Grams:
    """The stems of a line, and every two that follow one another: a phrase weighs beside its words."""
    return frozenset(_grams(stems(text)))


def _grams(found: list[str]) -> Iterator[str]:
    yield from found
    yield from (f"{a} {b}" for a, b in pairwise(found))


def sameness(a: Grams, b: Grams) -> tuple[int, int]:
    """How much of the shorter line stands in the other: so many of so many (containment of shingles, Broder 1997)."""
    return len(a & b), min(len(a), len(b)) or 1
