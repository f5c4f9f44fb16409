"""Which profiles a title means: by their titles and aliases, and by the occupations that they are mapped to.

No list of titles with their right profiles exists to calibrate on: the figures here are set by hand and keep the order
of evidence (the very name, a name like it, an occupation), where those of occupations were fitted.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from profiles.models.revision import Revision
from profiles.resolver import answers, blend, grams, titles
from profiles.resolver.index import Index
from profiles.resolver.standing import Name, like, mapped

# The very name of one profile; of several, they share it.
SAME_NAME = 0.97
# A name that is like it, at the most; and how unlike it may be.
LIKE_NAME, LEAST_LIKE = 0.85, 0.6
OCCUPATIONS = 5
# For each rank between the level that a title tells and the profile's; what is mapped to an occupation at all is a
# guess at a level, so even the right rank is no certainty.
STEP, MAPPED = 0.85, 0.6


@dataclass
class _Evidence:
    name: float = 0.0
    occupation: float = 0.0
    why: list[str] = field(default_factory=list)


def of_many(
    raws: Sequence[str],
    index: Index | None,
    here: Mapping[str, Sequence[Name]],
    *,
    level: str = "",
    function: str = "",
    most: int = 5,
) -> Iterator[answers.Answer]:
    """Profiles that titles may mean, the likeliest first, an answer a title. `level`, `function`: hints, of codes.

    The database is asked for all of them together, but for words that names share.
    """
    asked = [_Asked(titles.read(raw), here[raw], level) for raw in raws]
    for one, names in zip(asked, like([one.title for one in asked]), strict=True):
        one.found = _by_name(one.title, one.here, names)
    _by_occupation(asked, index)
    rows = Revision.objects.approved().listed().in_bulk({pk for one in asked for pk in one.found})
    ranks = {hint: _rank(hint) for hint in {one.hint for one in asked if one.hint}}
    for one in asked:
        yield answers.Answer(
            one.title.raw, one.hint, tuple(_candidates(one, rows, ranks.get(one.hint), function, most))
        )


@dataclass
class _Asked:
    """A title, what stands here under its very name, the level that was asked for, and what speaks for which."""

    title: titles.Title
    here: Sequence[Name]
    level: str
    found: dict[int, _Evidence] = field(default_factory=dict)

    @property
    def hint(self) -> str:
        return self.level or self.title.level_hint

    @property
    def named(self) -> set[int]:
        """A name of one profile alone says its level better than its words; a level asked for counts always."""
        return {name.revision for name in self.here} if len(self.here) == 1 and not self.level else set()


def _rank(level: str) -> int | None:
    return Revision.objects.approved().filter(level_code=level).values_list("rank", flat=True).first()


def _candidates(
    one: _Asked, rows: Mapping[int, Revision], rank: int | None, function: str, most: int
) -> Iterator[answers.Candidate]:
    rows = {pk: rows[pk] for pk in one.found if pk in rows}
    scores = {pk: _score(one.found[pk], row, None if pk in one.named else rank, function) for pk, row in rows.items()}
    best = sorted(scores, key=lambda pk: (-scores[pk], rows[pk].key))[:most]
    for pk in best:
        if scores[pk] >= answers.WORTH_TELLING:
            yield answers.candidate(rows[pk].key, _label(rows[pk]), scores[pk], "; ".join(one.found[pk].why))


def _label(row: Revision) -> str:
    return f"{row.title} ({row.level_code})"


def _by_name(title: titles.Title, here: Sequence[Name], names: Sequence[Name]) -> dict[int, _Evidence]:
    found: dict[int, _Evidence] = defaultdict(_Evidence)
    for name in here:
        found[name.revision] = _Evidence(SAME_NAME / len(here), 0.0, [f"its {name.kind} “{name.shown}”"])
    asked, same = " ".join(grams.stems(title.words)), set(found)
    for name in names:
        if name.revision in same:
            continue
        alike = fuzz.token_sort_ratio(asked, " ".join(grams.stems(titles.read(name.shown).words))) / 100
        score = LIKE_NAME * alike**2
        if alike >= LEAST_LIKE and score > found[name.revision].name:
            told = "reads the same" if alike == 1 else f"{alike:.0%} alike"
            found[name.revision] = _Evidence(score, 0.0, [f"its {name.kind} “{name.shown}”, {told}"])
    return found


def _by_occupation(asked: Sequence[_Asked], index: Index | None) -> None:
    """An occupation's probability goes to all profiles under it; rank tells them apart later."""
    if index is None:
        return
    likely = []
    for chances in answers.chances([(one.title, one.here) for one in asked], index):
        odds = chances.odds
        best = [] if odds is None else blend.best(odds, OCCUPATIONS)
        likely.append([(place, float(odds[place])) for place in best if odds[place] >= answers.WORTH_TELLING])
    under = mapped(sorted({index.codes[place] for own in likely for place, _ in own}))
    for one, own in zip(asked, likely, strict=True):
        for place, odds in own:
            for revision in under.get(index.codes[place], ()):
                evidence = one.found[revision]
                evidence.occupation = min(1.0, evidence.occupation + MAPPED * odds)
                told = f"{index.codes[place]} {index.labels[place]}"
                evidence.why.append(f"mapped to {told}, which such titles mean at {odds:.0%}")


def _score(evidence: _Evidence, row: Revision, rank: int | None, function: str) -> float:
    """Either evidence may be enough; what the title or the asker hints at prefers the ranks and the function."""
    score = 1 - (1 - evidence.name) * (1 - evidence.occupation)
    if rank is not None:
        score *= STEP ** min(abs(row.rank - rank), 4)
    return score * (0.5 if function and row.function_code != function.upper() else 1.0)
