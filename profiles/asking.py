"""Questions that many pages ask the database: Django puts the SQL of each together once, and it is kept.

To put a query together takes Django several times as long as a database takes to answer it by keys.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import Model, QuerySet

LONGEST = 128  # values of one list: for each number of values the SQL is another, and more are rare
REMEMBERED = 256  # of these for each question: how many values are asked for is a reader's choice
_BELOW, _BEYOND = -(2**62), "\ue000"  # stand-ins are numbers from here on down, or texts that begin so


class _Put(NamedTuple):
    """SQL; its parameters, each with the list and the position that it comes from, if it stands in for a value."""

    sql: str
    parameters: list[tuple[Any, tuple[int, int] | None]]
    readers: Mapping[int, tuple[list[Callable], Any]]  # by column: what reads it, and the expression it stands for


class Question:
    """A queryset of `values_list` made from lists of numbers or texts, of which nothing else may hang on."""

    def __init__(self, model: type[Model], make: Callable[..., QuerySet]) -> None:
        self._model, self._make = model, make
        self._known = lru_cache(REMEMBERED)(self._put)

    def rows(self, *lists: Sequence[int] | Sequence[str]) -> list[tuple]:
        """The rows for these lists, from the database that readers of this request read from."""
        if any(len(one) > LONGEST for one in lists):
            return list(self._make(*lists))
        using = router.db_for_read(self._model)
        put = self._known(using, tuple((len(one), bool(one) and isinstance(one[0], str)) for one in lists))
        return [] if put is None else _asked(connections[using], put, lists)

    def _put(self, using: str, shape: Sequence[tuple[int, bool]]) -> _Put | None:
        places: dict[int | str, tuple[int, int]] = {}
        lists: list[list[int | str]] = []
        for number, (length, is_text) in enumerate(shape):
            own = range(len(places), len(places) + length)
            lists.append([f"{_BEYOND}{n}" if is_text else _BELOW - n for n in own])
            places |= {one: (number, n) for n, one in enumerate(lists[-1])}
        compiler = self._make(*lists).query.get_compiler(using)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            if all(length for length, _ in shape):  # nothing can be in an empty list; in these there is something
                raise
            return None
        if not places.keys() <= {one for one in parameters if isinstance(one, int | str)}:
            raise TypeError(f"Django wrote a value of a list otherwise than it was given, or left it out: {sql}")
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        return _Put(sql, [(one, places.get(one)) for one in parameters], compiler.get_converters(columns))


def _asked(connection, put: _Put, lists: Sequence[Sequence]) -> list[tuple]:
    parameters = [one if place is None else lists[place[0]][place[1]] for one, place in put.parameters]
    with connection.cursor() as cursor:
        cursor.execute(put.sql, parameters)
        rows = cursor.fetchall()
    return [_read(row, put.readers, connection) for row in rows] if put.readers else rows


def _read(row: Sequence, readers: Mapping[int, tuple[list[Callable], Any]], connection) -> tuple:
    read = list(row)
    for column, (several, expression) in readers.items():
        for reader in several:
            read[column] = reader(read[column], expression, connection)
    return tuple(read)
