"""What is known beside a payload: loaded sources, habits of its function, levels beside it, equal texts elsewhere."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from profiles.gate import Finding, Payload

if TYPE_CHECKING:
    from profiles.contradictions.names import Names


@dataclass(frozen=True)
class Beside:
    """A level of the same focus and track: what it is called, its rank, and its middle figure."""

    level: str
    rank: int
    median: int
    currency: str


@dataclass(frozen=True)
class Places:
    """Other profiles in which something stands as well: the first few by key, and how many there are in all."""

    keys: tuple[str, ...]
    count: int

    @property
    def told(self) -> str:
        more = self.count - len(self.keys)
        return ", ".join(self.keys) + (f" and {more} more" if more > 0 else "")


@dataclass(frozen=True)
class Around:
    """What is known beside a payload. An empty part is not asked about.

    `codes`: title of each mapped code that a loaded edition has; `loaded`: name of a system → its loaded edition;
    `majors`: SOC major group → mappings of the function's other profiles; `worded`: texts of sources, folded, that a
    bullet may have been copied from → where they stand; `elsewhere`: (kind, folded text) → other profiles that have
    it; `captions`: folded alias → other profiles that it names; `names`: what focuses and functions are called, None
    where that is not known; `spellings`: name of a skill → its more usual spelling and how many profiles use that.
    """

    codes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    loaded: Mapping[tuple[str, str], str] = field(default_factory=dict)
    majors: Mapping[str, int] = field(default_factory=dict)
    pay: Mapping[str, Any] | None = None
    beside: tuple[Beside, ...] = ()
    worded: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[tuple[str, str], Places] = field(default_factory=dict)
    captions: Mapping[str, Places] = field(default_factory=dict)
    names: "Names | None" = None
    spellings: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    today: datetime.date | None = None
    ages_after: int = 24
    review_after: int = 12


Check = Callable[[Payload, Around], Iterator[Finding]]
