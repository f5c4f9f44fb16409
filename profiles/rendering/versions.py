"""Two versions of one profile: what the later one says otherwise, pay with it for those who may see it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from profiles.comparison import difference, pay_difference
from profiles.models.revision import Revision
from profiles.rendering import figures
from profiles.rendering.difference import Shown
from profiles.rendering.shelf import Sealed


@dataclass(frozen=True)
class VersionPair:
    """From `start` to `end`, in whichever order the two were asked for."""

    start: Sealed
    end: Sealed
    user: Any = None

    @cached_property
    def shown(self) -> Shown:
        pay = [figures.part_to_show(sealed, self.user) for sealed in (self.start, self.end)]
        told = pay_difference(*pay) if any(pay) else None
        return Shown(difference(self.start.payload, self.end.payload), told)

    @property
    def rows(self) -> list[Revision]:
        return [self.start.revision, self.end.revision]

    @property
    def is_one(self) -> bool:
        return self.start.revision.pk == self.end.revision.pk

    @property
    def is_backwards(self) -> bool:
        return self.start.revision.number > self.end.revision.number
