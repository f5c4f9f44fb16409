"""Two versions of one profile: what the later one says otherwise, pay with it for those who may see it."""

from dataclasses import dataclass
from functools import cached_property

from profiles.comparison import difference, pay_difference
from profiles.models.revision import Revision
from profiles.rendering.difference import Shown
from profiles.rendering.shelf import Sealed


@dataclass(frozen=True)
class VersionPair:
    """From `start` to `end`, in whichever order the two were asked for."""

    start: Sealed
    end: Sealed

    @cached_property
    def shown(self) -> Shown:
        told = pay_difference(self.start.pay, self.end.pay) if self.start.pay or self.end.pay else None
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
