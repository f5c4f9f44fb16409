"""What stands, held in memory: for each value of a facet the profiles that have it, as bits of one number.

A page of filters counts every choice under all the others, and no database counts that many groups as fast as a
processor counts bits. Each process holds a board of its own. One small row, the clock of the listings, tells at each
request whether a decision has changed what stands; then only what was listed since is read, so that a page is never
older than the last decision.
"""

import sys
import threading
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice
from typing import NamedTuple

import numpy as np
from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from profiles.clock import Clock, now
from profiles.models.listing import Listing
from profiles.models.revision import RevisionMapping, RevisionPay

SHORT = {
    "function": "function_code",
    "track": "track_code",
    "level": "level_code",
    "band": "band",
    "scope": "scope_code",
    "status": "state",
}
MANY = ("focus", "skill", "code")
UNPAID = -1  # where a profile stands in an order of pay that has no figure in its currency
# Beyond these a board is read anew: what was replaced keeps its place in it, and is only marked as gone.
MOST_RENEWED, MOST_GONE = 500, 0.25
REMEMBERED = 64
A_PIECE = 1_000  # rows that are fetched together
MOST_EMPTY = 100_000
_FLAGS = bytes.maketrans(b"01", b"\x00\x01")
_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


@dataclass
class Many:
    """A facet of many values, told by numbers: which each profile has, and which profiles have each."""

    of: list[bytes] = field(default_factory=list)  # by place, four bytes a value
    having: dict[int, array] = field(default_factory=dict)
    _flat: tuple[np.ndarray, np.ndarray] = (np.empty(0, np.uint32), np.empty(0, np.uint32))

    def put(self, place: int, numbers: Sequence[int]) -> None:
        self.of.append(array("I", numbers).tobytes())
        for number in numbers:
            self.having.setdefault(number, array("I")).append(place)

    def flat(self, size: int) -> tuple[np.ndarray, np.ndarray]:
        """All values of the first places one after the other, and how many each place has."""
        values, lengths = self._flat
        if len(lengths) < size:
            more = self.of[len(lengths) : size]
            values = np.concatenate([values, np.frombuffer(b"".join(more), np.uint32)])
            lengths = np.concatenate([lengths, np.array([len(one) // 4 for one in more], np.uint32)])
            self._flat = values, lengths
        elif len(lengths) > size:  # a board from before the last renewal, that somebody still reads
            values, lengths = values[: lengths[:size].sum()], lengths[:size]
        return values, lengths


class Numbers(dict[str, int]):
    """Gives each value a number when it is first asked for."""

    def __missing__(self, value: str) -> int:
        self[value] = number = len(self)
        return number


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
        self.numbers = {"focus": Numbers(), "code": Numbers()}
        self.labels: dict[str, str] = {}  # of codes
        self.medians: dict[str, list[tuple[int, int]]] = {}  # currency → (median, place), rising
        self._paid: dict[str, int] = {}
        self._orders: dict[tuple[str, str], array] = {}
        self._counted: dict[tuple[str, int], dict[int, int]] = {}

    # -- sets ------------------------------------------------------------------------------------------

    def having(self, facet: str, values: Iterable) -> int:
        """Profiles that have one of these values; of skills, their primary keys."""
        if facet in SHORT:
            found = 0
            for value in values:
                found |= self.short[facet].get(value, 0)
            return found
        numbers = values if facet == "skill" else [self.numbers[facet].get(value, -1) for value in values]
        return self._bits(place for number in numbers for place in self.many[facet].having.get(number, ()))

    def paying(self, currency: str, least: int | None, most: int | None) -> int:
        """Profiles whose median in this currency lies in the range, its ends included."""
        medians = self.medians.get(currency, [])
        begin = 0 if least is None else bisect_left(medians, least, key=_first)
        end = len(medians) if most is None else bisect_right(medians, most, key=_first)
        return self._bits(place for _, place in medians[begin:end])

    def among(self, revisions: Iterable[int]) -> int:
        return self._bits(place for pk in revisions if (place := self.places.get(pk)) is not None)

    def _bits(self, places: Iterable[int]) -> int:
        flags, size = bytearray(self.size), self.size
        for place in places:
            if place < size:
                flags[place] = 1
        return int(flags[::-1].translate(_DIGITS) or b"0", 2) & self.standing

    def _flags(self, chosen: int) -> bytes:
        """A byte for each place, 1 where it is chosen."""
        digits = bin(chosen)[:1:-1].encode().translate(_FLAGS)
        return digits.ljust(self.size, b"\0")

    # -- counts ----------------------------------------------------------------------------------------

    def counts(self, facet: str, chosen: int) -> dict[str | int, int]:
        """How many of the chosen have each value; of skills by primary key. Values that none has are left out."""
        if facet in SHORT:
            counted = {value: (bits & chosen).bit_count() for value, bits in self.short[facet].items()}
            return {value: number for value, number in counted.items() if number}
        found = self._counts(facet, chosen)
        if facet == "skill":
            return found
        told = list(self.numbers[facet])
        return {told[number]: times for number, times in found.items()}

    def _counts(self, facet: str, chosen: int) -> dict[int, int]:
        asked = facet, chosen
        if asked not in self._counted:
            if len(self._counted) >= REMEMBERED:
                self._counted.clear()
            values, lengths = self.many[facet].flat(self.size)
            chosen_places = np.frombuffer(self._flags(chosen), np.bool_, count=self.size)
            self._counted[asked] = times_of(values[np.repeat(chosen_places, lengths)])
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
        places, flags = memoryview(self._order(order))[begin:], self._flags(chosen)
        return [self.revisions[place] for place in islice(filter(flags.__getitem__, places), most)]

    def position(self, order: "Order", revision: int) -> int:
        """Where a revision stands in an order; at its end where it came after this board."""
        places = self._order(order)
        place = self.places.get(revision)
        return len(places) if place is None else places.index(place)

    def _order(self, sort: "Order") -> array:
        if sort.name not in self._orders:
            if len(self._orders) >= REMEMBERED:  # currencies are asked for by readers
                self._orders.clear()
            rows = sort.rows().values_list("pk", flat=True)
            order = array("I", (place for pk in rows if (place := self.places.get(pk)) is not None))
            # A decision that came between the clock and this reading must hide nobody: its profile comes last.
            missing = self._flags(self.standing & ~self._bits(order))
            order.extend(compress(range(len(missing)), missing))
            self._orders[sort.name] = order
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
        board.medians = {currency: list(medians) for currency, medians in self.medians.items()}
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
        rows = listed.values_list("pk", "profile", "focus_code", "skills", *SHORT.values()).iterator(A_PIECE)
        for place, (pk, profile, focus, skills, *values) in enumerate(rows, begin):
            gone |= 1 << self.profiles[profile] if profile in self.profiles else 0
            self.revisions.append(pk)
            self.places[pk], self.profiles[profile] = place, place
            self.many["focus"].put(place, [self.numbers["focus"][focus]])
            self.many["skill"].put(place, _unpacked(skills))
            self.many["code"].put(place, list(dict.fromkeys(codes.pop(pk, ()))))
            for name, value in zip(SHORT, values, strict=True):
                short[name].setdefault(value, array("I")).append(place)
        self.size = len(self.revisions)
        number = self.size - begin
        self.standing = (self.standing & ~gone) | (((1 << number) - 1) << begin)
        for name, values in short.items():
            for value, places in values.items():
                self.short[name][value] = self.short[name].get(value, 0) | self._bits(places)
        self._pay(listed)

    def _pay(self, listed: QuerySet) -> None:
        figures = RevisionPay.objects.filter(revision__listing__in=listed, median__isnull=False).order_by()
        for pk, currency, median in figures.values_list("revision", "currency", "median"):
            if pk in self.places:
                self.medians.setdefault(currency, []).append((median, self.places[pk]))
        for medians in self.medians.values():
            medians.sort()


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


def times_of(numbers: np.ndarray) -> dict[int, int]:
    """How often each number occurs. A table of all up to the greatest is quickest, unless nearly all of it is empty."""
    if not len(numbers):
        return {}
    if numbers.max() > MOST_EMPTY + 4 * len(numbers):
        found, times = np.unique(numbers, return_counts=True)
    else:
        times = np.bincount(numbers)
        found = times.nonzero()[0]
        times = times[found]
    return dict(zip(found.tolist(), times.tolist(), strict=True))


def _first(pair: tuple[int, int]) -> int:
    return pair[0]


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
