"""Which level answers point to: each answer stands on an aligned rank, and each track is asked what it has there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

QUESTIONS = ("scope", "autonomy", "complexity", "impact", "decision_rights", "leadership", "experience")
BELOW, ABOVE = "below", "above"


@dataclass(frozen=True)
class Step:
    """A level of a track."""

    level: str
    rank: int


@dataclass(frozen=True)
class Pointed:
    """One track: the level that most answers point to ("" where none lies on it), and where each answer points.

    `answers` are (question, level); where a track does not reach to an answer's rank, `below` or `above` stands there.
    """

    track: str
    level: str
    answers: tuple[tuple[str, str], ...]

    @property
    def votes(self) -> int:
        return sum(level == self.level for _, level in self.answers) if self.level else 0

    @property
    def agreeing(self) -> tuple[str, ...]:
        return tuple(question for question, level in self.answers if level == self.level)

    @property
    def disagreeing(self) -> tuple[tuple[str, str], ...]:
        return tuple((question, level) for question, level in self.answers if level != self.level)


def pointed(ranks: Mapping[str, int], tracks: Mapping[str, Sequence[Step]]) -> list[Pointed]:
    """`ranks` are the answers, question → aligned rank; `tracks` have their levels from the lowest up."""
    asked = [question for question in QUESTIONS if question in ranks]
    return [_on(track, steps, {question: ranks[question] for question in asked}) for track, steps in tracks.items()]


def _on(track: str, steps: Sequence[Step], ranks: Mapping[str, int]) -> Pointed:
    answers = tuple((question, at(rank, steps)) for question, rank in ranks.items())
    return Pointed(track, _most(answers, steps, list(ranks.values())), answers)


def at(rank: int, steps: Sequence[Step]) -> str:
    """The level of this rank; in a gap between two levels the lower one; beyond the ends of a track none."""
    if not steps or rank < steps[0].rank:
        return BELOW
    if rank > steps[-1].rank:
        return ABOVE
    return [step.level for step in steps if step.rank <= rank][-1]


def _most(answers: Sequence[tuple[str, str]], steps: Sequence[Step], ranks: Sequence[int]) -> str:
    """Of levels with equally many answers the one nearest to the middle of all answers, then the lower one."""
    counted = Counter(level for _, level in answers)
    middle = sorted(ranks)[(len(ranks) - 1) // 2] if ranks else 0
    able = [step for step in steps if counted[step.level]]
    best = min(able, key=lambda step: (-counted[step.level], abs(step.rank - middle), step.rank), default=None)
    return best.level if best else ""
