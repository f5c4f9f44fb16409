"""Answers of the resolver as pages show them: each candidate with its band as a sign and a word."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from profiles.rendering.words import MATCH_SIGNS

if TYPE_CHECKING:  # or every process that serves pages would carry the index's code
    from profiles.resolver.answers import Answer, Candidate

BANDS = {"near": "near", "review": "look at it", "none": "a hint only"}


@dataclass(frozen=True)
class Line:
    """A candidate as it is shown; `share` is its score in words."""

    candidate: "Candidate"
    sign: str
    word: str
    share: str


@dataclass(frozen=True)
class Guess:
    """An answer as it is shown."""

    level_hint: str
    abstains: bool
    lines: list[Line]

    @property
    def sure(self) -> bool:
        """Whether the best of them is near."""
        return bool(self.lines) and self.lines[0].candidate.band == "near"


def guesses(answer: "Answer") -> Guess:
    return Guess(answer.level_hint, answer.abstains, [_line(candidate) for candidate in answer.candidates])


def _line(candidate: "Candidate") -> Line:
    return Line(candidate, MATCH_SIGNS[candidate.band], BANDS[candidate.band], f"{candidate.score:.0%}")
