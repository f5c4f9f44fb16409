"""How often what stands has changed, told by one small row: what a process holds from before is known by it as old.

The row moves in the very transaction of a decision (`listings.tick`), as the last thing that it does.
"""

from typing import NamedTuple, Self

from django.db import connections

from profiles.models.listing import ListingClock

COLUMNS = ("epoch", "number")
# Asked too often to be put together by the ORM each time; both databases understand it.
SQL = f"SELECT {', '.join(COLUMNS)} FROM {ListingClock._meta.db_table}"  # noqa: S608  (names are our own)


class Clock(NamedTuple):
    """Which canon, and how often what stands in it has changed."""

    epoch: str = ""
    number: int = 0

    @classmethod
    def of(cls, rows: list[tuple]) -> Self:
        """All rows of its table: there is one, and none before the first decision."""
        return cls(*rows[0]) if rows else cls()


def now() -> Clock:
    """One query, to the database that readers of this request read from."""
    with connections[read_from()].cursor() as cursor:
        cursor.execute(SQL)
        return Clock.of(cursor.fetchall())


def read_from() -> str:
    """The alias of that database."""
    return ListingClock.objects.db
