"""Finding profiles: one definition of the filters, counts beside each choice, and pages by key."""

from profiles.filters.board import Board, what_stands
from profiles.filters.choosing import SORTS, Choosing, by_title
from profiles.filters.counting import Choice, Counts, counted, loosened
from profiles.filters.paging import SIZE, Page, turned

__all__ = [
    "SIZE",
    "SORTS",
    "Board",
    "Choice",
    "Choosing",
    "Counts",
    "Page",
    "by_title",
    "counted",
    "loosened",
    "turned",
    "what_stands",
]
