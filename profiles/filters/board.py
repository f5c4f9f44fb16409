"""What stands, held in memory: for each value of a facet the profiles that have it, as bits of one number.

A page of filters counts every choice under all the others, and no database counts that many groups as fast as a
processor counts bits. Each process holds a board of its own. One small row, the clock of the listings, tells at each
request whether a decision has changed what stands; then only what was listed since is read, so that a page is never
older than the last decision.
"""

import sys
import threading
from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from profiles.clock import Clock, now
from profiles.filters.times import Many, Numbers, Times
from profiles.models.listing import Listing
from profiles.models.revision import RevisionMapping, RevisionPay

SHORT = {
    "track": "track_code",
    "level": "level_code",
    "band": "band",
    "scope": "scope_code",
    "status": "state",
}
MANY = ("function", "focus", "skill", "code")
UNPAID = -1  # where a profile stands in an order of pay that has no figure in its currency
# Beyond these a board is read anew: what was replaced keeps its place in it, and is only marked as gone.
MOST_RENEWED, MOST_GONE = 500, 0.25
REMEMBERED = 64
A_PIECE = 1_000  # rows that are fetched together
A_BLOCK = 2_048  # places of an order that are looked at together


class Board:
    """All profiles that stand. Each has a place, which is its bit in every number; a set of profiles is a number."""

    # A board that is in use never changes: one that is renewed shares with it only what grows at its end, and `size`
    # says how much of that is its own.
    def __init__(self, clock: Clock) -> None:
        self.clock, self.size = clock, 0
        self.revisions = array("q")  # by place
        self.places: dict[int, int] = {}  # by revision
        self.profiles: dict[int, int] = {}  # place of what stands, by profile
        self.standing = 0
        self.short: dict[str, dict[str, int]] = {name: {} for name in SHORT}
        self.many = {name: Many() for name in MANY}
        self.numbers = {name: Numbers() for name in MANY}
        self.labels: dict[str, str] = {}  # of codes
        self.medians: dict[str, tuple[np.ndarray, np.ndarray]] = {}  # currency → medians, rising, and their places
        self._paid: dict[str, int] = {}
        self._orders: dict[tuple[str, str], np.ndarray] = {}
        self._counted: dict[tuple[str, int], Times] = {}

    # -- sets ------------------------------------------------------------------------------------------

    def having(self, facet: str, values: Iterable) -> int:
        """Profiles that have one of these values; of skills, their primary keys."""
        if facet in SHORT:
            found = 0
            for value in values:
                found |= self.short[facet].get(value, 0)
            return found
        numbers, having = self.numbers[facet], self.many[facet].having
        places = [_numbers(having[numbers[value]]) for value in values if value in numbers]
        return self._bits(np.concatenate(places)) if places else 0

    def paying(self, currency: str, least: int | None, most: int | None) -> int:
        """Profiles whose median in this currency lies in the range, its ends included."""
        if currency not in self.medians:
            return 0
        medians, places = self.medians[currency]
        begin = 0 if least is None else np.searchsorted(medians, least, "left")
        end = len(medians) if most is None else np.searchsorted(medians, most, "right")
        return self._bits(places[begin:end])

    def among(self, revisions: Iterable[int]) -> int:
        places = [place for pk in revisions if (place := self.places.get(pk)) is not None]
        return self._bits(np.array(places, np.uint32))

    def _bits(self, places: np.ndarray) -> int:
        flags = np.zeros(self.size, np.bool_)
        flags[places[places < self.size]] = True  # the last ones may be of a board that was made of this one
        return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little") & self.standing

    def _flags(self, chosen: int) -> np.ndarray:
        """For each place whether it is chosen."""
        told = np.frombuffer(chosen.to_bytes(-(-self.size // 8), "little"), np.uint8)
        return np.unpackbits(told, count=self.size, bitorder="little").view(np.bool_)

    # -- counts ----------------------------------------------------------------------------------------

    def counts(self, facet: str, chosen: int) -> Mapping[str | int, int]:
        """How many of the chosen have each value; of skills by primary key. Values that none has are left out."""
        if facet not in SHORT:
            return self.times(facet, chosen)
        counted = {value: (bits & chosen).bit_count() for value, bits in self.short[facet].items()}
        return {value: number for value, number in counted.items() if number}

    def times(self, facet: str, chosen: int) -> Times:
        """The counts of a long facet."""
        asked = facet, chosen
        if asked not in self._counted:
            if len(self._counted) >= REMEMBERED:
                self._counted.clear()
            places = self._flags(chosen).nonzero()[0]
            self._counted[asked] = Times(self.many[facet].times(places), self.numbers[facet])
        return self._counted[asked]

    def currencies(self, chosen: int) -> dict[str, int]:
        """How many of the chosen have a median in each currency."""
        if not self._paid:
            self._paid = {currency: self.paying(currency, 1, None) for currency in self.medians}
        counted = {currency: (bits & chosen).bit_count() for currency, bits in self._paid.items()}
        return {currency: number for currency, number in counted.items() if number}

    # -- orders ----------------------------------------------------------------------------------------

    def ordered(self, chosen: int, order: "Order", *, begin: int = 0, most: int) -> list[int]:
        """The first of the chosen from a position of this order on, as revisions."""
        places, flags, found = self._order(order), self._flags(chosen), []
        while begin < len(places) and len(found) < most:
            block = places[begin : begin + A_BLOCK]
            found += block[flags[block]].tolist()
            begin += A_BLOCK
        return [self.revisions[place] for place in found[:most]]

    def position(self, order: "Order", revision: int) -> int:
        """Where a revision stands in an order; at its end where it came after this board."""
        places = self._order(order)
        place = self.places.get(revision)
        return len(places) if place is None else int((places == place).argmax())

    def _order(self, sort: "Order") -> np.ndarray:
        if sort.name not in self._orders:
            if len(self._orders) >= REMEMBERED:  # currencies are asked for by readers
                self._orders.clear()
            rows = sort.rows().values_list("pk", flat=True)
            order = _numbers(array("I", (place for pk in rows if (place := self.places.get(pk)) is not None)))
            # A decision that came between the clock and this reading must hide nobody: its profile comes last.
            missing = self._flags(self.standing & ~self._bits(order)).nonzero()[0]
            self._orders[sort.name] = np.concatenate([order, missing.astype(np.uint32)])
        return self._orders[sort.name]

    # -- writing ---------------------------------------------------------------------------------------

    @classmethod
    def read(cls, clock: Clock) -> "Board":
        board = cls(clock)
        board._put(Listing.objects.order_by())
        return board

    def renewed(self, clock: Clock) -> "Board":
        """This board with what was listed since; read anew where that is much."""
        listed = Listing.objects.filter(stamp__gt=self.clock.number).order_by()
        changed = listed.count()
        if changed > MOST_RENEWED or self.size + changed > len(self.profiles) * (1 + MOST_GONE) + MOST_RENEWED:
            return Board.read(clock)
        if len(self.revisions) != self.size:  # a renewal that broke off has left its places behind
            return Board.read(clock)
        board = Board(clock)
        for name in ("size", "standing", "revisions", "profiles", "many", "numbers", "labels"):
            setattr(board, name, getattr(self, name))
        board.places = dict(self.places)
        board.short = {name: dict(values) for name, values in self.short.items()}
        board.medians = dict(self.medians)
        board._put(listed)
        return board

    def _put(self, listed: QuerySet) -> None:
        """Gives every row a place, in three queries; one that replaces another takes its bit away.

        Row by row: all of them at once would take four times the memory of the board, for good.
        """
        named = RevisionMapping.objects.filter(revision__listing__in=listed).order_by()
        codes: dict[int, array] = {}
        for pk, code, label in named.values_list("revision", "code", "label").iterator(A_PIECE):
            codes.setdefault(pk, array("I")).append(self.numbers["code"][code])
            self.labels[code] = max(label, self.labels.get(code, ""))
        begin, gone = self.size, 0
        short: dict[str, dict[str, array]] = {name: {} for name in SHORT}
        columns = ("pk", "profile", "function_code", "focus_code", "skills", *SHORT.values())
        rows = listed.values_list(*columns).iterator(A_PIECE)
        for place, (pk, profile, function, focus, skills, *values) in enumerate(rows, begin):
            gone |= 1 << self.profiles[profile] if profile in self.profiles else 0
            self.revisions.append(pk)
            self.places[pk], self.profiles[profile] = place, place
            self.many["function"].put(place, [self.numbers["function"][function]])
            self.many["focus"].put(place, [self.numbers["focus"][focus]])
            self.many["skill"].put(place, [self.numbers["skill"][skill] for skill in _unpacked(skills)])
            self.many["code"].put(place, list(dict.fromkeys(codes.pop(pk, ()))))
            for name, value in zip(SHORT, values, strict=True):
                short[name].setdefault(value, array("I")).append(place)
        self.size = len(self.revisions)
        number = self.size - begin
        self.standing = (self.standing & ~gone) | (((1 << number) - 1) << begin)
        for name, values in short.items():
            for value, places in values.items():
                self.short[name][value] = self.short[name].get(value, 0) | self._bits(_numbers(places))
        self._pay(listed)

    def _pay(self, listed: QuerySet) -> None:
        figures = RevisionPay.objects.filter(revision__listing__in=listed, median__isnull=False).order_by()
        found: dict[str, tuple[array, array]] = {}
        for pk, currency, median in figures.values_list("revision", "currency", "median").iterator(A_PIECE):
            if pk in self.places:
                medians, places = found.setdefault(currency, (array("q"), array("I")))
                medians.append(median)
                places.append(self.places[pk])
        for currency, (medians, places) in found.items():
            former = self.medians.get(currency, (np.empty(0, np.int64), np.empty(0, np.uint32)))
            every = np.concatenate([former[0], medians]), np.concatenate([former[1], _numbers(places)])
            rising = np.argsort(every[0], kind="stable")
            self.medians[currency] = every[0][rising], every[1][rising]


class Order(NamedTuple):
    """A way to order all listings: by a column, rising or falling; the key breaks ties."""

    column: str
    falling: bool
    currency: str = ""

    @property
    def name(self) -> tuple[str, str]:
        return f"{'-' if self.falling else ''}{self.column}", self.currency

    def rows(self) -> QuerySet:
        rows = Listing.objects.all()
        if self.column == "median":
            rows = rows.annotate(median=self._median())
        return rows.order_by(F(self.column).desc() if self.falling else self.column, "key")

    def _median(self) -> Coalesce:
        figures = RevisionPay.objects.filter(revision=OuterRef("pk"), currency=self.currency).values("median")[:1]
        return Coalesce(Subquery(figures), Value(UNPAID), output_field=IntegerField())


def _numbers(of: array) -> np.ndarray:
    return np.array(of, np.uint32)


def _unpacked(skills: bytes) -> Iterator[int] | array:
    found = array("I", bytes(skills))
    if sys.byteorder != "little":
        found.byteswap()
    return found


_held: dict[str, Board] = {}
_reading = threading.Lock()


def what_stands() -> Board:
    """What stands now, as this process holds it; one query where nothing has changed."""
    database = Listing.objects.db
    clock = now()
    if (held := _held.get(database)) and held.clock == clock:
        return held
    with _reading:
        held = _held.get(database)
        if held is None or held.clock.epoch != clock.epoch or held.clock.number > clock.number:
            held = Board.read(clock)
        elif held.clock != clock:
            held = held.renewed(clock)
        _held[database] = held
        return held


def forget() -> None:
    """Lets go of what this process holds."""
    _held.clear()
