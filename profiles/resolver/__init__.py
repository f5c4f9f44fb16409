"""The resolver: which occupation or profile a job title means, with a score, its band and the evidence. No model.

Titles from employers' files are read (`titles`), held against an index of reference titles (`index`, kept by `corpus`),
and answered (`answers`). Deterministic: the same data give the same answer.
"""

from collections.abc import Callable
from functools import lru_cache


class NotIndexed(Exception):
    """Titles cannot be resolved yet; the message says what to do."""


def resolver_to(kind: str, *, most: int = 5) -> Callable:
    """A function title → Answer, to "occupations" or "profiles"; a title that comes again is answered from memory.

    Raises NotIndexed. What it needs is imported here, so that processes that resolve nothing do not carry it.
    """
    from profiles.resolver import answers, corpus

    index = corpus.index()
    if index is None:
        raise NotIndexed("No titles are indexed: run manage.py index_titles (after manage.py reference load).")
    if kind == "occupations":
        return lru_cache(maxsize=20_000)(lambda raw: answers.of_occupations(raw, index, most=most))
    raise ValueError(f"occupations or profiles expected, found {kind}")
