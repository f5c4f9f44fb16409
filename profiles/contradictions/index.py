"""What a whole canon holds, by digest: built in one walk over all texts, then asked of each what is around it.

Every question is a look-up, so a canon of any size costs two walks and no comparison of all with all. What grows with
it are digests of eight bytes (two texts of a canon of a million share one by chance with odds of 1 in 30 million) and
small counts; the texts themselves stay where they are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from profiles import pay as pay_rules
from profiles.contradictions.around import Around, Beside, Places
from profiles.contradictions.codes import MAPPED
from profiles.contradictions.names import Names, spellings_of
from profiles.contradictions.texts import is_telling, telling
from profiles.gate import Payload
from taxonomy.texts import fold_name

NAMED = 3  # places that are told by key; of the others only how many

Ladder = tuple[str, str, str]  # focus, track, scope


class _Book:
    """Where things stand: most stand once, so a second look at them costs nothing until there is a second place."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._more: dict[int, set[int]] = {}

    def note(self, what: str, place: int) -> None:
        mark = int.from_bytes(blake2b(what.encode(), digest_size=8).digest())
        first = self._first.setdefault(mark, place)
        if first != place:
            self._more.setdefault(mark, {first}).add(place)

    def others(self, what: str, place: int) -> list[int]:
        """All other places, in the order in which they were noted."""
        mark = int.from_bytes(blake2b(what.encode(), digest_size=8).digest())
        return sorted(self._more[mark] - {place}) if mark in self._more else []


@dataclass
class Index:
    """`note` every text of the canon, then ask `around` of each."""

    pairs: set[tuple[str, str]] = field(default_factory=set)  # mapped codes, to be looked up by whoever can
    _keys: list[str] = field(default_factory=list)
    _places: dict[str, int] = field(default_factory=dict)
    _texts: _Book = field(default_factory=_Book)
    _captions: _Book = field(default_factory=_Book)
    _names: set[str] = field(default_factory=set)
    _majors: dict[str, Counter[str]] = field(default_factory=dict)
    _pay: dict[Ladder, list[Beside]] = field(default_factory=dict)
    _skills: Counter[str] = field(default_factory=Counter)

    def note(self, payload: Payload, pay: Mapping[str, Any] | None) -> None:
        basis, place = payload["basis"], self._place(payload)
        for kind, text in telling(payload):
            if is_telling(text):
                self._texts.note(f"{kind}\n{text}", place)
        for caption in _captions(payload):
            self._captions.note(caption, place)
        self._names |= {basis["focus"]["name"], basis["function"]["name"]}
        self._majors.setdefault(basis["function"]["code"], Counter()).update(_majors(payload))
        self._skills.update(skill["name"] for skill in payload["skills"])
        self.pairs |= {(mapping["system"], mapping["code"]) for mapping in payload["mappings"]}
        if (resolved := pay_rules.resolve(pay)) is not None:
            level, figures = basis["level"], resolved.figures
            row = Beside(level["code"], level["rank"], figures["median"], figures["currency"])
            self._pay.setdefault(_ladder(payload), []).append(row)

    def called(self, names: Iterable[str]) -> None:
        """Functions and focuses that exist, though no text of this canon may rest on them yet."""
        self._names.update(names)

    def around(self, payload: Payload, pay: Mapping[str, Any] | None, **known: Any) -> Around:
        """What the canon holds beside this text; `known` is what an index cannot know: loaded sources and the day."""
        place, level = self._place(payload), payload["basis"]["level"]["code"]
        texts = {pair for pair in telling(payload) if is_telling(pair[1])}
        elsewhere = {pair: self._texts.others("\n".join(pair), place) for pair in texts}
        titles = {fold_name(alias["title"]) for alias in payload["aliases"]}
        captions = {title: self._captions.others(title, place) for title in titles}
        return Around(
            majors=self._majors[payload["basis"]["function"]["code"]] - Counter(_majors(payload)),
            pay=pay,
            beside=tuple(_others(self._pay.get(_ladder(payload), ()), level)),
            elsewhere={pair: self._told(places) for pair, places in elsewhere.items() if places},
            captions={title: self._told(places) for title, places in captions.items() if places},
            names=self._known,
            spellings=self._usual,
            **known,
        )

    # Both are reckoned when the first text asks: by then every text has been noted.
    @cached_property
    def _usual(self) -> dict[str, tuple[str, int]]:
        return spellings_of(self._skills.items())

    @cached_property
    def _known(self) -> Names:
        return Names(self._names)

    def _place(self, payload: Payload) -> int:
        """Of a focus at a level: what a text has in another scope of it, is no copy."""
        key = payload["key"].partition("@")[0]
        if (place := self._places.get(key)) is None:
            place = self._places[key] = len(self._keys)
            self._keys.append(key)
        return place

    def _told(self, places: list[int]) -> Places:
        return Places(tuple(self._keys[place] for place in places[:NAMED]), len(places))


def _captions(payload: Payload) -> set[str]:
    return {fold_name(title) for title in (payload["title"], *(alias["title"] for alias in payload["aliases"]))}


def _majors(payload: Payload) -> list[str]:
    return [mapping["code"][:2] for mapping in payload["mappings"] if mapping["system"] == MAPPED]


def _ladder(payload: Payload) -> Ladder:
    basis = payload["basis"]
    return basis["focus"]["code"], basis["track"]["code"], payload["scope"]


def _others(rows: Iterable, level: str) -> Iterator:
    return (row for row in rows if row.level != level)
