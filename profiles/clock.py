"""How often what stands has changed, told by one small row: what a process holds from before is known by it as old.

The row moves in the very transaction of a decision (`listings.tick`), as the last thing that it does.
"""

from typing import NamedTuple

from django.db import connections, router

from profiles.models.listing import ListingClock

COLUMNS = ("epoch", "number")
# For whoever asks on a connection that is not Django's; both databases understand it.
SQL = f"SELECT {', '.join(COLUMNS)} FROM {ListingClock._meta.db_table}"  # noqa: S608  (names are our own)


class Clock(NamedTuple):
    """Which canon, and how often what stands in it has changed."""

    epoch: str = ""
    number: int = 0


def now() -> Clock:
    """One query, to the database that readers of this request read from."""
    with connections[read_from()].cursor() as cursor:
        cursor.execute(SQL)
        return Clock(*(cursor.fetchone() or ()))


def read_from() -> str:
    """The alias of that database."""
    return router.db_for_read(ListingClock)
