"""What is to be told, read from the shelf a chunk at a time: by key, or in the order in which browsing finds it.

Each chunk is a query of its own, so that nothing is held open while somebody downloads slowly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models import Q, QuerySet

from profiles import filters
from profiles.models.listing import Listing
from profiles.models.release import ReleaseMember
from profiles.models.revision import Revision
from profiles.moments import TODAY, Moment, OfRelease
from profiles.rendering.shelf import Sealed, with_pay
from profiles.states import State

CHUNK = 100
Chunks = Iterator[list[Sealed]]


@dataclass(frozen=True)
class Part:
    """Approved profiles of the whole canon, or of some functions or focuses, as of a moment."""

    moment: Moment = TODAY
    functions: tuple[str, ...] = ()
    focuses: tuple[str, ...] = ()

    @property
    def _of_release(self) -> bool:
        return isinstance(self.moment, OfRelease)

    @property
    def revision(self) -> str:
        """The column of `places` that has the revision."""
        return "pk" if self.moment.is_past and not self._of_release else "revision"

    def places(self) -> QuerySet:
        """Rows by key, one a profile; of the smallest table that knows what stood."""
        if self._of_release:
            rows, prefix = ReleaseMember.objects.filter(release=self.moment.release), "revision__"
        elif self.moment.is_past:
            rows, prefix = self.moment.approved(Revision.objects.visible_to()), ""
        else:
            rows, prefix = Listing.objects.all(), ""
        where = Q(**{f"{prefix}function_code__in": self.functions}) if self.functions else Q()
        if self.focuses:
            where &= Q(**{f"{prefix}focus_code__in": self.focuses})
        approved = Q() if self.revision == "pk" else Q(state=State.APPROVED)
        return rows.filter(approved & where).order_by("key")

    def is_more_than(self, most: int) -> bool:
        return self.places()[: most + 1].count() > most

    def chunks(self, *, pays: bool) -> Chunks:
        places, after = self.places(), ""
        while page := list(places.filter(key__gt=after).values_list("key", self.revision)[:CHUNK]):
            yield read([pk for _, pk in page], pays=pays, moment=self.moment)
            if len(page) < CHUNK:
                return
            after = page[-1][0]


@dataclass(frozen=True)
class Chosen:
    """What filters of browsing find, in the order that was asked for; of today."""

    choosing: filters.Choosing
    moment: Moment = TODAY

    def is_more_than(self, most: int) -> bool:
        return self.choosing.rows().chosen.bit_count() > most

    def chunks(self, *, pays: bool) -> Chunks:
        board, chosen = self.choosing.board, self.choosing.rows().chosen
        order = filters.SORTS[self.choosing.sort].order(self.choosing.currency)
        begin = 0
        while page := board.ordered(chosen, order, begin=begin, most=CHUNK):
            yield read(page, pays=pays)
            begin = board.position(order, page[-1]) + 1


@dataclass(frozen=True)
class One:
    """A text that was found already."""

    sealed: Sealed
    moment: Moment = TODAY

    def is_more_than(self, most: int) -> bool:
        return False

    def chunks(self, *, pays: bool) -> Chunks:
        yield [self.sealed]


Told = Part | Chosen | One


def read(pks: list[int], *, pays: bool, moment: Moment = TODAY) -> list[Sealed]:
    """These revisions in this order, in one query."""
    rows = with_pay(moment.ever(Revision.objects.visible_to()), pays).filter(pk__in=pks).order_by()
    found = {row.pk: Sealed(row, pays) for row in rows}
    return [found[pk] for pk in pks if pk in found]


def one_by_one(told: Told, *, pays: bool) -> Iterator[Sealed]:
    return chain.from_iterable(told.chunks(pays=pays))
