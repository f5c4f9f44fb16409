"""The resolver: which occupation or profile a job title means, with a score, its band and the evidence. No model.

Titles from employers' files are read (`titles`), held against an index of reference titles (`index`, kept by `corpus`)
and against the names of what stands here (`standing`), and answered (`answers`, `roles`). Deterministic: the same data
give the same answer. What it needs is imported where it is used: processes that resolve nothing do not carry it.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

KINDS = ("occupations", "profiles")
CHUNK = {"occupations": 200, "profiles": 50}  # titles of which the database is asked together


class NotIndexed(Exception):
    """Titles cannot be resolved yet; the message says what to do."""


def is_name(raw: str) -> bool:
    """Whether a title is a name of what stands here as it is, be it of several: no work for anybody."""
    from profiles.resolver import standing

    return bool(standing.named([raw])[raw])


class Resolver:
    """Titles → answers: to "occupations" (or NotIndexed), or to "profiles" (without an index by their names alone)."""

    def __init__(self, kind: str, *, most: int = 5) -> None:
        from profiles.resolver import corpus

        if kind not in KINDS:
            raise ValueError(f"occupations or profiles expected, found {kind}")
        self.kind, self.most, self.index = kind, most, corpus.index()
        if self.index is None and kind == "occupations":
            raise NotIndexed(corpus.lacking())

    def one(self, raw: str, **hints: str):
        """The answer to one title; hints are `level` and `function`, for profiles."""
        return next(self.many([raw], **hints))

    def many(self, raws: Iterable[str], **hints: str) -> Iterator:
        """An answer a title, in their order; any number of titles, a chunk in memory."""
        from profiles.resolver import answers, roles, standing

        raws = iter(raws)
        while chunk := list(islice(raws, CHUNK[self.kind])):
            named = standing.named(chunk)
            if self.kind == "occupations":
                yield from answers.of_many(chunk, self.index, named, most=self.most)
            else:
                yield from roles.of_many(chunk, self.index, named, most=self.most, **hints)
