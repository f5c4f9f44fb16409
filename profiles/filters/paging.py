"""Pages by key: the next page begins after the last row of this one, so that the last page costs what the first does.

The place is told in the address as a token. It is opaque to people and believed by nobody: whatever does not read as
the place of a row in the order asked for leads to the first page.
"""

import base64
import binascii
import datetime
import json
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from profiles.asking import Question
from profiles.filters.board import Board, Order
from profiles.filters.choosing import SORTS, Choosing
from profiles.models.listing import LONGEST_SORTED, Listing
from taxonomy.codes import KEY

SIZE = 24
LONGEST_TOKEN = 1_200
_PLAIN = re.compile(r"[^\x00-\x1f\ud800-\udfff]*")


@dataclass(frozen=True)
class Page:
    """Primary keys in order; the token of the page after it, or ""; whether the place asked for was understood."""

    revisions: list[int]
    after: str
    understood: bool


def turned(choosing: Choosing, after: str, *, currency: str = "", size: int = SIZE) -> Page:
    """The page that begins after a place. `currency` is the one whose pay is ordered by."""
    board, order = choosing.board, SORTS[choosing.sort].order(currency)
    place = _place(after, choosing.sort) if after else None
    begin = _next(board, order, *place) if place else 0
    found = board.ordered(choosing.rows().chosen, order, begin=begin, most=size + 1)
    token = ""
    if len(found) > size:
        token = _token(choosing.sort, *_row(order, found[size - 1]))
    return Page(found[:size], token, understood=bool(place) or not after)


def _row(order: Order, revision: int) -> tuple[Any, str]:
    """The value that a row is ordered by, and its key."""
    if order.column not in _ROWS:
        return order.rows().values_list(order.column, "key").get(pk=revision)
    (row,) = _ROWS[order.column].rows([revision])
    return row


def _stands(order: Order, value: Any, key: str) -> int | None:
    """The revision of this key, if it stands at this value."""
    if order.column not in _ROWS:
        rows = order.rows().filter(key=key, **{order.column: value})
        return rows.values_list("pk", flat=True).first()
    return next((pk for pk, now in _BY_KEY[order.column].rows([key]) if now == value), None)


# A median is no column of a listing: its question hangs on the currency.
_COLUMNS = [sort.column for sort in SORTS.values() if sort.column != "median"]
_ROWS = {
    column: Question(
        Listing, lambda pks, column=column: Listing.objects.filter(pk__in=pks).order_by().values_list(column, "key")
    )
    for column in _COLUMNS
}
_BY_KEY = {
    column: Question(
        Listing, lambda keys, column=column: Listing.objects.filter(key__in=keys).order_by().values_list("pk", column)
    )
    for column in _COLUMNS
}


def _next(board: Board, order: Order, value: Any, key: str) -> int:
    """Where in an order the first row behind this one stands; its own row may have gone meanwhile, or have moved."""
    stands = _stands(order, value, key)
    if stands is not None:
        return board.position(order, stands) + 1
    behind = order.rows().filter(_beyond(order.column, order.falling, value, key)).values_list("pk", flat=True).first()
    return board.size if behind is None else board.position(order, behind)


def _beyond(column: str, falling: bool, value: Any, key: str) -> Q:
    way = "lt" if falling else "gt"
    return Q(**{f"{column}__{way}": value}) | Q(**{column: value, "key__gt": key})


# -- the token -----------------------------------------------------------------------------------------


def _token(sort: str, value: Any, key: str) -> str:
    told = value.isoformat() if isinstance(value, datetime.datetime) else value
    text = json.dumps([sort, told, key], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _place(token: str, sort: str) -> tuple[Any, str] | None:
    """(value, key) of a token that belongs to this order; None where it is anything else."""
    if len(token) > LONGEST_TOKEN or not token.isascii():
        return None
    try:
        read = json.loads(base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True))
        asked, value, key = read
        if asked != sort or not KEY.fullmatch(key):
            return None
        return _value(SORTS[sort].column, value), key
    except (ValueError, TypeError, binascii.Error, RecursionError):
        return None


def _value(column: str, value: Any) -> Any:
    if column == "folded_title":
        if not isinstance(value, str) or len(value) > LONGEST_SORTED or not _PLAIN.fullmatch(value):
            raise ValueError("the beginning of a title expected")
        return value
    if column == "approved_at":
        moment = datetime.datetime.fromisoformat(value)
        if moment.tzinfo is None or not 1970 < moment.year < 9000:
            raise ValueError("an instant with its zone expected")
        return moment
    if type(value) is not int or not -1 <= value < 2**31:
        raise ValueError("a whole number expected")
    return value
