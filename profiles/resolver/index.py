"""The index that titles are resolved with: what a title shares with each occupation, out of arrays.

Built from a corpus in seconds, saved as one file of arrays, mapped by the processes that resolve. Nothing random and
nothing learned but counts: the same corpus gives the same index.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from profiles.resolver import grams, titles
from profiles.resolver.meaning import Meaning
from profiles.resolver.postings import Postings

VOTERS = 150  # nearest titles of which all occupations get a vote
SHARPNESS = 3.5  # a vote is similarity to this power
# Of the letters' runs a thousand stand in so many occupations: six sevenths of all that is added up.
COMMON = {"letters": 150}
LEAST = 0.02  # beneath the logarithm

FEATURES = (
    "nearest_title",
    "title_votes",
    "all_titles",
    "all_titles_letters",
    "tasks",
    "tools",
    "word_odds",
    "head_odds",
    "meaning",
    "meaning_letters",
    "size",
    "exact",
    "employment",
)

# Titles of the index that share a word with one that is asked for, by their number, and how near each is (to 1).
Near = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Entry:
    """One thing to resolve to: its code, label, the titles it goes by, and texts about it."""

    code: str
    label: str
    titles: Sequence[str]
    tasks: str = ""
    tools: str = ""
    group: str = ""  # what it is counted with where it is rare itself (a minor group)
    employment: float = 0.0


@dataclass
class Index:
    codes: list[str]
    labels: list[str]
    spelled: list[str]  # titles as they stand in the corpus
    arrays: dict[str, np.ndarray]
    parts: dict[str, Postings] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parts = {
            name: Postings({a: self.arrays[f"{name}.{a}"] for a in Postings.ARRAYS}, common=COMMON.get(name, 0))
            for name in ("titles", "words", "letters", "tasks", "tools", "odds")
        }
        self.owners = self.arrays["owners"]
        self._edges = np.searchsorted(self.owners, np.arange(len(self.codes) + 1, dtype=self.owners.dtype)).tolist()
        self.meanings = {
            name: Meaning(self.arrays[f"{name}.terms"], self.arrays[f"{name}.places"], self.arrays[f"{name}.rows"])
            for name in ("meaning", "meaning_letters")
        }

    @cached_property
    def places(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.codes)}

    def __len__(self) -> int:
        return len(self.codes)

    # -- reading a title -----------------------------------------------------------------------------

    def features(self, title: titles.Title) -> np.ndarray:
        """Shape (entries, FEATURES): what a title shares with each entry."""
        return self.shared([title])[0][0].T

    def shared(self, read: Sequence[titles.Title]) -> tuple[np.ndarray, list[Near]]:
        """Shape (titles, FEATURES, entries), and of each title what titles of the index are near it.

        Part by part for all of them, which keeps the processor's caches warm: a handful at a time, for room.
        """
        words = [grams.numbers(grams.of_words(title)) for title in read]
        letters = [grams.numbers(grams.of_letters(title)) for title in read]
        stems = [grams.numbers(grams.stems(title.words)) for title in read]
        parts, found = self.parts, np.empty((len(read), len(FEATURES), len(self.codes)))
        near = [parts["titles"].touched(one) for one in words]
        for own, one in zip(found, near, strict=True):
            own[0], own[1] = self._votes(*one)
        found[:, 2] = parts["words"].cosines(words)
        found[:, 3] = parts["letters"].cosines(letters)
        found[:, 4], found[:, 5] = parts["tasks"].cosines(stems), parts["tools"].cosines(stems)
        found[:, 1:6] = np.log(found[:, 1:6] + LEAST)
        found[:, 6] = self._odds(stems)
        found[:, 7] = [self._head(title) for title in read]
        found[:, 8] = [self.meanings["meaning"].cosines(parts["words"], one) for one in stems]
        found[:, 9] = [self.meanings["meaning_letters"].cosines(parts["letters"], one) for one in letters]
        found[:, 10] = self.arrays["entry_sizes"]
        found[:, 11] = found[:, 0] > 0.999
        found[:, 12] = self.arrays["employment"]
        return found, near

    def _odds(self, stems: Sequence[np.ndarray]) -> np.ndarray:
        lengths = np.array([[len(one)] for one in stems])
        odds = self.parts["odds"].sums(stems, [np.ones(len(one), np.float32) for one in stems])
        odds += lengths * self.arrays["odds.missing"]
        return (odds - odds.max(axis=1, keepdims=True)) / np.maximum(1, lengths) * (lengths > 0)

    def _votes(self, rows: np.ndarray, near: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if len(rows) > VOTERS:
            voters = np.argpartition(near, -VOTERS)[-VOTERS:]
            rows, near = rows[voters], near[voters]
        nearest, owners = np.zeros(len(self.codes)), self.owners[rows]
        np.maximum.at(nearest, owners, near)
        return nearest, np.bincount(owners, near**SHARPNESS, minlength=len(self.codes))

    def _head(self, title: titles.Title) -> np.ndarray:
        place = self.arrays["head.places"][grams.numbers([titles.stem(title.head)])[0]] if title.head else -1
        return self.arrays["head.odds"][place].astype(np.float32) if place >= 0 else np.zeros(len(self.codes))

    def knows(self, title: titles.Title) -> bool:
        """Does any of its words stand in a title or a task?"""
        stems = grams.numbers(grams.stems(title.words))
        return any(
            (part.starts[stems] < part.starts[stems + 1]).any() for part in (self.parts["odds"], self.parts["tasks"])
        )

    def nearest_titles(self, near: Near, entries: Sequence[int]) -> list[tuple[str, float]]:
        """Of each entry the title that is nearest, and how near: the evidence that is told."""
        rows, cosines = near
        # Titles lie in the order of their owners, and every entry has one at least: its label.
        begins, ends = (np.searchsorted(rows, [self._edges[entry + n] for entry in entries]).tolist() for n in (0, 1))
        return [
            self._nearest(rows[a:b], cosines[a:b], self._edges[entry])
            for a, b, entry in zip(begins, ends, entries, strict=True)
        ]

    def _nearest(self, rows: np.ndarray, cosines: np.ndarray, first: int) -> tuple[str, float]:
        if not len(rows):
            return self.spelled[first], 0.0
        best = int(cosines.argmax())
        return self.spelled[rows[best]], float(cosines[best])

    # -- building --------------------------------------------------------------------------------------

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> "Index":
        entries = sorted(entries, key=lambda entry: entry.code)
        spelled, read, owners = _titles_of(entries)
        words = [grams.numbers(grams.of_words(title)) for title in read]
        letters = [grams.numbers(grams.of_letters(title)) for title in read]
        owners = np.array(owners, np.int32)
        arrays: dict[str, np.ndarray] = {"owners": owners}
        parts = {"titles": Postings.build(words)}
        parts["words"], parts["letters"] = (_of_entries(rows, owners, len(entries)) for rows in (words, letters))
        tasks = [_counted(entry.tasks) for entry in entries]
        parts["tasks"] = _postings(tasks)
        parts["tools"] = _postings([_counted(entry.tools) for entry in entries])
        stems = [list(grams.numbers(grams.stems(title.words))) for title in read]
        parts["odds"], arrays["odds.missing"] = _odds(stems, owners, len(entries))
        arrays |= _heads(read, owners, entries)
        arrays |= _meanings(stems, letters, tasks, owners, len(entries))
        arrays["entry_sizes"] = np.log1p(np.bincount(owners, minlength=len(entries))).astype(np.float32)
        arrays["employment"] = _employment(entries)
        for name, part in parts.items():
            arrays |= {f"{name}.{a}": values for a, values in part.arrays().items()}
        return cls([e.code for e in entries], [e.label for e in entries], spelled, arrays)

    def save(self, path: Path) -> None:
        texts = {"codes": self.codes, "labels": self.labels, "spelled": self.spelled}
        packed = {name: np.frombuffer("\n".join(rows).encode(), np.uint8) for name, rows in texts.items()}
        with open(path, "wb") as file:
            np.savez(file, **packed, **self.arrays)

    @classmethod
    def load(cls, path: Path) -> "Index":
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        texts = [arrays.pop(name).tobytes().decode().split("\n") for name in ("codes", "labels", "spelled")]
        return cls(*texts, arrays)


def _titles_of(entries: Sequence[Entry]) -> tuple[list[str], list[titles.Title], list[int]]:
    """Each title of each entry once, however it is cased or abbreviated."""
    spelled, read, owners = [], [], []
    for number, entry in enumerate(entries):
        seen = set()
        for raw in (entry.label, *entry.titles):
            title = titles.read(raw)
            if title.words and title.words not in seen:
                seen.add(title.words)
                spelled.append(" ".join(raw.split()))
                read.append(title)
                owners.append(number)
    return spelled, read, owners


def _employment(entries: Sequence[Entry]) -> np.ndarray:
    """Logarithms; what is not known stands at the middle of what is, and where nothing is, all are equal."""
    known = sorted(entry.employment for entry in entries if entry.employment > 0)
    middle = known[len(known) // 2] if known else 1.0
    return np.log10([max(entry.employment or middle, 100.0) for entry in entries]).astype(np.float32)


def _counted(text: str) -> Counter[int]:
    return Counter(grams.numbers(titles.stem(word) for word in titles.read_text(text)).tolist())


def _postings(counts: Sequence[Mapping[int, int]]) -> Postings:
    return Postings.build(
        [np.fromiter(count, np.int32, len(count)) for count in counts],
        [np.fromiter(count.values(), np.float64, len(count)) for count in counts],
    )


def _of_entries(rows: Sequence[np.ndarray], owners: np.ndarray, count: int) -> Postings:
    """All titles of an entry taken together."""
    counts = [Counter() for _ in range(count)]
    for terms, owner in zip(rows, owners, strict=True):
        counts[owner].update(terms.tolist())
    return _postings(counts)


def _odds(
    stems: Sequence[list[int]], owners: np.ndarray, count: int, prior: float = 30.0
) -> tuple[Postings, np.ndarray]:
    """Naive Bayes over the words of an entry's titles, smoothed by how common a word is (Dirichlet)."""
    own = [Counter() for _ in range(count)]
    for terms, owner in zip(stems, owners, strict=True):
        own[owner].update(terms)
    everywhere = Counter()
    for counter in own:
        everywhere.update(counter)
    total, sizes = sum(everywhere.values()), np.array([sum(c.values()) for c in own], float)
    documents = [np.fromiter(c, np.int32, len(c)) for c in own]
    built = Postings.build(documents)
    # The same rows and terms; weights are log odds instead of tf·idf.
    flat = []
    for counter in own:
        flat += [math.log(1 + n / (prior * everywhere[term] / total)) for term, n in counter.items()]
    terms = np.concatenate(documents)
    weights = np.array(flat, np.float32)[np.argsort(terms, kind="stable")]
    return Postings(built.arrays() | {"weights": weights}), -np.log(sizes + prior)


def _heads(read: Sequence[titles.Title], owners: np.ndarray, entries: Sequence[Entry]) -> dict[str, np.ndarray]:
    """How much more often a head word stands in an entry's titles than elsewhere; rare entries lean on their group."""
    groups = sorted({entry.group for entry in entries})
    member = np.array([groups.index(entry.group) for entry in entries])
    sizes = np.bincount(owners, minlength=len(entries)).astype(float)
    group_sizes, total = np.bincount(member, sizes), sizes.sum()
    counts: dict[int, np.ndarray] = {}
    for title, owner in zip(read, owners, strict=True):
        term = int(grams.numbers([titles.stem(title.head)])[0])
        counts.setdefault(term, np.zeros(len(entries)))[owner] += 1
    counts = {term: c for term, c in counts.items() if c.sum() >= 3}
    places = np.full(1 << grams.BITS, -1, np.int32)
    odds = np.zeros((len(counts), len(entries)), np.float16)
    for place, (term, own) in enumerate(sorted(counts.items())):
        places[term] = place
        share = own.sum() / total
        in_group = (np.bincount(member, own) + 20 * share) / (group_sizes + 20)
        odds[place] = np.log((own + 15 * in_group[member]) / (sizes + 15) / share)
    return {"head.places": places, "head.odds": odds}


def _meanings(stems, letters, tasks, owners: np.ndarray, count: int) -> dict[str, np.ndarray]:
    by_words, by_letters = [Counter(c) for c in tasks], [Counter() for _ in range(count)]
    for terms, owner in zip(stems, owners, strict=True):
        by_words[owner].update(terms)
    for terms, owner in zip(letters, owners, strict=True):
        by_letters[owner].update(terms.tolist())
    found = {}
    for name, counts, width, least in (("meaning", by_words, 300, 2), ("meaning_letters", by_letters, 160, 4)):
        found |= {f"{name}.{part}": values for part, values in Meaning.build(counts, width, least).arrays().items()}
    return found
