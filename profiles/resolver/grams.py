"""What two titles can have in common: stems, pairs of them, and runs of letters, each as a number."""

from collections.abc import Iterable
from itertools import pairwise
from zlib import crc32

import numpy as np

from profiles.resolver.titles import Title, stem

BITS = 18  # a quarter of a million places: two grams of a title rarely share one


def stems(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(map(stem, words)))


def of_words(title: Title) -> list[str]:
    """Stems and neighbouring pairs."""
    found = stems(title.words)
    return found + [f"{a}_{b}" for a, b in pairwise(found)]


def of_letters(title: Title) -> list[str]:
    """Runs of three to five letters, over the edges of words too: a typo spoils a few of many."""
    text = f" {title.text} "
    return list(dict.fromkeys([text[i : i + n] for n in (3, 4, 5) for i in range(len(text) - n + 1)]))


def numbers(grams: Iterable[str]) -> np.ndarray:
    """The same number for the same gram in every process (Python's own hash is salted)."""
    return np.array([crc32(gram.encode()) >> (32 - BITS) for gram in grams], dtype=np.int32)
