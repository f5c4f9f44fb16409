"""Profiles that somebody asks for by key, with or without a version: read from an address, found, or told why not.

A version is asked for as `KEY~2`. The citation `KEY#2` cannot stand in an address as it is (a browser keeps what
follows `#` to itself) and `@` belongs to the scope; the tilde is one of the four marks that no address has to escape.
`KEY#2` is understood too, since a form escapes what is pasted into it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import quote

from django.db.models import Q

from profiles.models.revision import Revision
from profiles.moments import TODAY, Moment
from profiles.people import sees_pay
from profiles.rendering.shelf import Sealed, current, one_spelling, split_key, with_pay
from profiles.states import State
from taxonomy.codes import GLOBAL, KEY

LONGEST = 80  # characters of what is asked for
CANDIDATES, SUGGESTED = 200, 3  # keys that are looked through for an unknown one, and how many are told
_VERSION = re.compile(r"(?P<key>[^~#]*)[~#](?P<number>[1-9][0-9]{0,6})")


@dataclass(frozen=True)
class Asked:
    """One key in its one spelling, and a version where one is asked for."""

    key: str
    number: int | None = None

    @classmethod
    def read(cls, text: str) -> "Asked":
        """Anything can be read; `is_key` tells whether it has the shape of a key."""
        text = text.strip()[:LONGEST]
        found = _VERSION.fullmatch(text)
        return cls(one_spelling(found["key"]), int(found["number"])) if found else cls(one_spelling(text))

    @property
    def is_key(self) -> bool:
        return KEY.fullmatch(self.key) is not None

    @property
    def spelling(self) -> str:
        return self.key if self.number is None else f"{self.key}~{self.number}"

    @property
    def level(self) -> str:
        """ "M4", or "M4 v1" where a version is asked for."""
        code = split_key(self.key)[2]
        return code if self.number is None else f"{code} v{self.number}"

    @property
    def above(self) -> "Asked":
        """The global profile, which stands in where a region has no text of its own."""
        return Asked(self.key.partition("@")[0], self.number)


def read_all(values: Iterable[str]) -> list[Asked]:
    """Lists with commas, or one key a value; what is empty is left out."""
    found = (Asked.read(text) for value in values for text in value.split(",") if text.strip())
    return [asked for asked in found if asked.key]


def joined(asked: Iterable[Asked]) -> str:
    """Keys for an address. Commas, tildes and the `@` of a scope stand in a query as they are."""
    return quote(",".join(one.spelling for one in asked), safe=",~@")


@dataclass(frozen=True)
class Column:
    """A sealed text beside what it was asked for by."""

    asked: Asked
    sealed: Sealed

    @property
    def revision(self) -> Revision:
        return self.sealed.revision

    @property
    def stands_in(self) -> str:
        """The scope that was asked for and has no text of its own; nothing where it has."""
        scope = split_key(self.asked.key)[3]
        return "" if scope == self.revision.scope_code else scope

    @property
    def query(self) -> str:
        """What follows the address of the profile's page."""
        return "" if self.asked.number is None else f"?v={self.asked.number}"

    @property
    def former(self) -> bool:
        """Something else stands today under this key."""
        return self.revision.stood == State.SUPERSEDED


@dataclass(frozen=True)
class Unknown:
    """What was asked for and is not published, with published keys that are near."""

    asked: Asked
    near: Sequence[tuple[str, str]]  # each with the address of the page that has it instead


@dataclass(frozen=True)
class Found:
    """What was asked for, in this order: each text once, what is not published, and what named a text again."""

    columns: tuple[Column, ...]
    unknown: tuple[Asked, ...]
    again: tuple[Asked, ...]
    moment: Moment = TODAY

    def told_unknown(self, instead: Callable[[Asked, Asked], str]) -> list[Unknown]:
        """With near keys, in one query however many, in none where nothing is unknown.

        `instead` gives the address of the page that was asked for with one thing in the place of another.
        """
        here = {column.revision.key for column in self.columns}
        keys = [key for key in _candidates(self.unknown, self.moment) if key not in here] if self.unknown else []
        return [
            Unknown(one, [(key, instead(one, Asked(key))) for key in get_close_matches(one.key, keys, SUGGESTED, 0.7)])
            for one in self.unknown
        ]

    @property
    def stand_ins(self) -> list[Column]:
        return [column for column in self.columns if column.stands_in]

    @property
    def retired(self) -> list[Column]:
        return [column for column in self.columns if column.sealed.retired]


def find(asked: Sequence[Asked], user=None, moment: Moment = TODAY) -> Found:
    """All in one query; in none where nothing has the shape of a key."""
    shelf = _shelf([one for one in asked if one.is_key], user, moment)
    columns: dict[int, Column] = {}
    unknown, again = [], []
    for one in asked:
        sealed = shelf.get(one) or (shelf.get(one.above) if one.is_key else None)
        if sealed is None:
            unknown.append(one)
        elif sealed.revision.pk in columns:
            again.append(one)
        else:
            columns[sealed.revision.pk] = Column(one, sealed)
    return Found(tuple(columns.values()), tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(again)), moment)


def _shelf(asked: Sequence[Asked], user, moment: Moment) -> dict[Asked, Sealed]:
    wanted = {one for pair in ((one, one.above) for one in asked) for one in pair}
    if not wanted:
        return {}
    now = [one.key for one in wanted if one.number is None]
    where = Q(key__in=now) & moment.stands
    for one in wanted:
        if one.number is not None:
            where |= Q(key=one.key, number=one.number)
    pays = sees_pay(user)
    rows = list(with_pay(moment.ever(Revision.objects.visible_to(user)).filter(where), pays))
    found = {Asked(key): sealed for key, sealed in current(rows, sees_pay=pays).items() if key in now}
    numbered = {Asked(row.key, row.number): Sealed(row, pays) for row in rows}
    return {one: (numbered if one.number else found).get(one) for one in wanted}


def _candidates(unknown: Iterable[Asked], moment: Moment) -> list[str]:
    """Published keys of the same focus, or of the same level in the same function; never more than a few."""
    where = Q()
    for one in unknown:
        function, focus, level, *_ = (*one.key.split("."), "", "")
        if focus:
            where |= Q(focus_code=focus) | Q(function_code=function, level_code=level.partition("@")[0])
    if not where:
        return []
    rows = moment.approved(Revision.objects.visible_to()).filter(where, scope_code=GLOBAL)
    return list(rows.order_by("key").values_list("key", flat=True)[:CANDIDATES])
