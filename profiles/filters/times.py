"""How often each value of a long facet occurs among some profiles: values told by numbers, and counted by numpy."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Many:
    """A facet of many values, told by numbers: which each profile has, and which profiles have each."""

    of: list[bytes] = field(default_factory=list)  # by place, four bytes a value
    having: dict[int, array] = field(default_factory=dict)
    _flat: tuple[np.ndarray, np.ndarray] = (np.empty(0, np.uint32), np.zeros(1, np.int64))

    def put(self, place: int, numbers: Sequence[int]) -> None:
        self.of.append(array("I", numbers).tobytes())
        for number in numbers:
            self.having.setdefault(number, array("I")).append(place)

    def times(self, places: np.ndarray) -> np.ndarray:
        """How often each number occurs in these places."""
        values, ends = self._flat
        if len(ends) <= len(self.of):
            values, ends = self._flat = self._flattened()
        begins = ends[places]
        lengths = ends[places + 1] - begins
        # The values of each place lie together: the n-th of all of them lies n behind where its place begins.
        skipped = np.cumsum(lengths) - lengths
        return np.bincount(values[np.repeat(begins - skipped, lengths) + np.arange(lengths.sum())])

    def _flattened(self) -> tuple[np.ndarray, np.ndarray]:
        """All values one after the other, and where those of each place end, with a nought before."""
        values, ends = self._flat
        more = self.of[len(ends) - 1 :]
        lengths = np.array([len(one) // 4 for one in more], np.int64)
        return (
            np.concatenate([values, np.frombuffer(b"".join(more), np.uint32)]),
            np.concatenate([ends, ends[-1] + np.cumsum(lengths)]),
        )


class Numbers(dict[str | int, int]):
    """Gives each value a number when it is first asked for. Values are codes, or primary keys of skills."""

    _sorted: tuple[list[str | int], np.ndarray] = ([], np.empty(0, np.int64))

    def __missing__(self, value: str | int) -> int:
        self[value] = number = len(self)
        return number

    @property
    def ranks(self) -> np.ndarray:
        """By number the place of its value among all values in order."""
        return self._told()[1]

    @property
    def by_number(self) -> list[str | int]:
        return self._told()[0]

    def _told(self) -> tuple[list[str | int], np.ndarray]:
        if len(self._sorted[0]) != len(self):
            values = list(self)
            ranks = np.empty(len(values), np.int64)
            ranks[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
            self._sorted = values, ranks
        return self._sorted


class Times(Mapping[str | int, int]):
    """How many profiles have each value of a long facet."""

    def __init__(self, times: np.ndarray, numbers: Numbers) -> None:
        self._times, self._numbers, self._found = times, numbers, times.nonzero()[0]

    def __getitem__(self, value: str | int) -> int:
        number = self._numbers.get(value, len(self._times))
        if number >= len(self._times) or not self._times[number]:
            raise KeyError(value)
        return int(self._times[number])

    def __iter__(self) -> Iterator[str | int]:
        return map(self._numbers.by_number.__getitem__, self._found.tolist())

    def __len__(self) -> int:
        return len(self._found)

    def most(self, number: int) -> list[tuple[str | int, int]]:
        """The most frequent; of those that are equally so the first by value."""
        found, ranks = self._found, self._numbers.ranks
        order = ranks[found] - self._times[found] * len(ranks)
        if len(found) > number:
            kept = np.argpartition(order, number)[:number]
            found, order = found[kept], order[kept]
        best = found[np.argsort(order)]
        values = map(self._numbers.by_number.__getitem__, best.tolist())
        return list(zip(values, self._times[best].tolist(), strict=True))
