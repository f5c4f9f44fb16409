"""What is answered to a title: candidates with score, band and evidence; none where nothing is near enough."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from profiles.resolver import blend, titles
from profiles.resolver.index import Index, Near

if TYPE_CHECKING:  # its tables are no part of the arithmetic, which the bench does without a database
    from profiles.resolver.standing import Name

MOST = 5
HANDFUL = 8  # titles whose numbers fit a processor's cache together
# Below this a candidate is not worth a line, whatever stands above it.
WORTH_TELLING = 0.02
# Where none of its words is known, only letters speak; never enough for more than a hint.
OF_LETTERS = 0.9 * blend.REVIEW
# What people here call a profile means its occupations first; the rest is left to what is known outside.
CONFIRMED = 0.8


@dataclass(frozen=True)
class Candidate:
    """One thing that a title may mean. `score` is the share of such titles that mean it; `why` is the evidence."""

    code: str
    label: str
    score: float
    band: str
    why: str


@dataclass(frozen=True)
class Answer:
    """`band` is that of the best candidate: with "none" the resolver abstains, and candidates are only hints."""

    title: str
    level_hint: str
    candidates: tuple[Candidate, ...] = ()

    @property
    def band(self) -> str:
        return self.candidates[0].band if self.candidates else "none"

    @property
    def abstains(self) -> bool:
        return self.band == "none"

    def plain(self) -> dict:
        return {
            "title": self.title,
            "level_hint": self.level_hint,
            "candidates": [asdict(candidate) for candidate in self.candidates],
        }


def of_occupations(raw: str, index: Index, *, here: Sequence["Name"] = (), most: int = MOST) -> Answer:
    """Occupations that a title may mean, the likeliest first; `here` are profiles that stand under this very name."""
    return next(of_many([raw], index, {raw: here}, most=most))


def of_many(
    raws: Iterable[str], index: Index, here: Mapping[str, Sequence["Name"]], *, most: int = MOST
) -> Iterator[Answer]:
    """An answer a title, in their order."""
    for one in chances([(titles.read(raw), here[raw]) for raw in raws], index):
        if one.odds is None:
            yield Answer(one.title.raw, one.title.level_hint)
            continue
        yield Answer(one.title.raw, one.title.level_hint, tuple(_candidates(one, index, most)))


def _candidates(one: "Chances", index: Index, most: int) -> Iterator[Candidate]:
    best = [place for place in blend.best(one.odds, most) if one.odds[place] >= WORTH_TELLING]
    for place, near in zip(best, index.nearest_titles(one.near, best), strict=True):
        why = _why(one.confirmed.get(place), *near)
        yield candidate(index.codes[place], index.labels[place], one.odds[place], why)


@dataclass(frozen=True)
class Chances:
    """The probability of each occupation (None: the title says nothing), what speaks for some, how near titles are."""

    title: titles.Title
    odds: np.ndarray | None = None
    confirmed: Mapping[int, "Name"] = field(default_factory=dict)
    near: Near | None = None


def chances(asked: Iterable[tuple[titles.Title, Sequence["Name"]]], index: Index) -> Iterator[Chances]:
    """Of titles, with the profiles here under each very name; a handful is held against the index at once."""
    asked = iter(asked)
    while handful := list(islice(asked, HANDFUL)):
        telling = [title for title, _ in handful if title.words]
        features, near = index.shared(telling) if telling else ((), ())
        found = zip(blend.probabilities(features) if telling else (), near, strict=True)
        for title, here in handful:
            yield _told(title, here, index, *next(found)) if title.words else Chances(title)


def _told(title: titles.Title, here: Sequence["Name"], index: Index, odds: np.ndarray, near: Near) -> Chances:
    if not index.knows(title):
        odds = odds * min(1.0, OF_LETTERS / odds.max())
    places = index.places if here else {}
    confirmed = {places[code]: name for name in reversed(here) for code in name.occupations if code in places}
    if confirmed:
        odds = odds * (1 - CONFIRMED)
        odds[list(confirmed)] += CONFIRMED / len(confirmed)
    return Chances(title, odds, confirmed, near)


def candidate(code: str, label: str, score: float, why: str) -> Candidate:
    score = round(float(score), 3)
    return Candidate(code, label, score, blend.band(score), why)


def _why(confirmed: "Name | None", nearest: str, near: float) -> str:
    if confirmed:
        return f"“{confirmed.shown}” is what {confirmed.key} is called here, and that is mapped to it"
    if near > 0.999:
        return f"its title “{nearest}”"
    if near > 0:
        return f"nearest of its titles: “{nearest}”"
    return "words of its tasks, and runs of letters in its titles"
