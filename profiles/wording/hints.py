"""Hints on one text, each with the place and the words that it speaks of; nothing here ever blocks.

A hint is no finding: a good text may keep what is hinted at. So the lists are short, the conditions strict, and what a
figure, a name or an object in the same line makes concrete is left alone.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from profiles.rounding import shown
from profiles.wording import lists, reading

Payload = Mapping[str, Any]

MOST = 30  # of one text: who has more of them does not need the rest
MOST_LINES = 60  # of each part; what goes beyond is not read for hints
VAGUE_WORDS = 12  # a longer line that begins vaguely has mostly said what it is about
HARD, HARD_WORDS = 16, 30  # a grade above a first degree, over enough words to mean something
LONG, SHORT, SIBLINGS = 1.75, 0.55, 2  # against the middle of at least two siblings
# A figure, or a name or abbreviation after the first word.
_CONCRETE = re.compile(r"\d|(?<=[\w,;)] )[A-Z]|(?<=\()[A-Z]|[a-z][A-Z]")


@dataclass(frozen=True)
class Hint:
    """`where` is the part of the payload; `line` counts from 1, 0 is the whole part; `words` as they are written."""

    code: str
    where: str
    line: int
    words: str
    message: str

    @property
    def place(self) -> str:
        return f"{self.where}, line {self.line}" if self.line else self.where


Texts = list[tuple[str, int, str]]


def hints(payload: Payload, siblings: Sequence[int] = ()) -> list[Hint]:
    """All hints in the order of the page; `siblings` are the lengths of the other levels of the focus (`length_of`)."""
    texts = _texts(payload)
    found = [hint for check in CHECKS for hint in check(texts)]
    order = {(where, line): at for at, (where, line, _) in enumerate(texts)}
    found.sort(key=lambda hint: order.get((hint.where, hint.line), len(order)))
    return (found + list(_hard(payload)) + list(_odd_length(payload, siblings)))[:MOST]


def length_of(lines: Sequence[str]) -> int:
    """Words of all responsibilities."""
    return sum(len(reading.words(line)) for line in lines)


def _texts(payload: Payload) -> Texts:
    texts = [("summary", 0, payload["summary"])]
    texts += [("responsibilities", n, text) for n, text in enumerate(payload["responsibilities"][:MOST_LINES], 1)]
    texts += [("skills", n, skill.get("summary") or "") for n, skill in enumerate(payload["skills"][:MOST_LINES], 1)]
    return texts


def _vague(texts: Texts) -> Iterator[Hint]:
    for where, line, text in texts:
        match = lists.VAGUE.match(text) if where == "responsibilities" else None
        if match and len(reading.words(text)) <= VAGUE_WORDS and not _CONCRETE.search(text):
            told = "says neither what is done nor what comes of it"
            yield Hint("wording.vague", where, line, match["verb"], told)


def _empty(texts: Texts) -> Iterator[Hint]:
    for where, line, text in texts:
        for match in lists.EMPTY.finditer(text):
            yield Hint("wording.empty", where, line, match["words"], "could be said of any job: what is meant here?")
        if where == "responsibilities" and not _CONCRETE.search(text):
            for match in lists.UNTOLD.finditer(text):
                yield Hint("wording.untold", where, line, match["words"], "of what, or for whom, is not told")


def _coded(texts: Texts) -> Iterator[Hint]:
    for where, line, text in texts:
        for kind, words in lists.CODED.items():
            for match in words.finditer(text):
                told = f"is heard as {kind} (Gaucher, Friesen & Kay 2011); a plainer word addresses everybody"
                yield Hint("wording.coded", where, line, match["words"], told)
        for match in lists.GENDERED.finditer(text):
            instead = lists.INSTEAD.get(match["words"].casefold(), "")
            told = f"names one gender{f'; “{instead}” names none' if instead else ''}"
            yield Hint("wording.gendered", where, line, match["words"], told)


CHECKS: tuple[Callable[[Texts], Iterator[Hint]], ...] = (_vague, _empty, _coded)


def _hard(payload: Payload) -> Iterator[Hint]:
    lines = payload["responsibilities"][:MOST_LINES]
    found = reading.grade(lines)
    if found is not None and found > HARD and length_of(lines) >= HARD_WORDS:
        told = f"reads at grade {shown(found, 1)} (Flesch–Kincaid); up to {HARD} is read without a stop"
        yield Hint("wording.hard", "responsibilities", 0, "", f"{told}: shorter sentences or plainer words")


def _odd_length(payload: Payload, siblings: Sequence[int]) -> Iterator[Hint]:
    own, written = length_of(payload["responsibilities"]), [length for length in siblings if length]
    if not own or len(written) < SIBLINGS:
        return
    usual = median(written)
    if own > LONG * usual or own < SHORT * usual:
        much = "more" if own > usual else "less"
        told = f"{own} words, the other levels have {usual:g} in the middle: is there so much {much} to say?"
        yield Hint("wording.length", "responsibilities", 0, "", told)
