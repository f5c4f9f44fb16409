"""A list of titles is resolved piece by piece; a piece is stored whole or not at all, so a worker may end at any time.

Whoever calls `go_on` again – a page, a command, a task – takes it up where it stands. Of two who work on the same
list at once the second one's piece is thrown away.
"""

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from profiles.models import ListedTitle, TitleList
from profiles.people import name_of
from profiles.resolver import Resolver
from taxonomy.bulk import insert

if TYPE_CHECKING:  # a process that shows lists and resolves nothing does not carry the index's code
    from profiles.resolver.answers import Answer

# Titles of a piece: about a second's work, for a profile is looked for in the database.
PIECE = {"occupations": 500, "profiles": 50}
_COLUMNS = ("title_list", "position", "line", "times", "title", "function", "level", "level_hint", "band")
_COLUMNS += ("candidates", "made", "confirmed_by_name")
_ANSWERED = "UPDATE {} SET level_hint = %s, band = %s, candidates = %s WHERE id = %s"


def begin(name: str, kind: str, lines: Sequence, *, by, notes: Sequence[str] = ()) -> TitleList:
    """Keeps titles to be resolved (of `importers.titles`). Raises NotIndexed where they could not be."""
    Resolver(kind)
    with transaction.atomic():
        made = TitleList.objects.create(
            name=name,
            kind=kind,
            total=len(lines),
            notes=list(notes),
            brought_at=timezone.now(),
            brought_by_name=name_of(by),
        )
        rows = (
            (made.pk, n, line.number, line.times, line.title, line.function, line.level, "", "", [], "", "")
            for n, line in enumerate(lines, start=1)
        )
        insert(ListedTitle, _COLUMNS, rows)
    return made


def go_on(pk: int, *, seconds: float = 0.0) -> TitleList | None:
    """Works on a list for about so long, one piece at least; as it stands then. None where it is gone."""
    until = time.monotonic() + seconds
    while step(pk) and time.monotonic() < until:
        pass
    return TitleList.objects.filter(pk=pk).first()


def step(pk: int) -> int:
    """Answers the next piece; how many titles that were. 0: nothing is left, or somebody else did this piece."""
    found = TitleList.objects.filter(pk=pk).first()
    if found is None or found.is_done:
        return 0
    rows = list(found.titles.filter(position__gt=found.done).order_by("position")[: PIECE[found.kind]])
    # Nobody waits for this: it only reads.
    answers = [(answer, row) for row, answer in _answered(found.kind, rows)]
    with transaction.atomic():
        done = found.done + len(rows)
        finished = timezone.now() if done >= found.total else None
        held = TitleList.objects.filter(pk=pk, done=found.done).update(done=done, finished_at=finished)
        if not held:
            return 0
        _store(answers)
    return len(rows)


def _answered(kind: str, rows: Sequence[ListedTitle]) -> "Iterator[tuple[ListedTitle, Answer]]":
    """Rows with the same hints together; the resolver looks their names up at once."""
    resolver, by_hints = Resolver(kind), {}
    for row in rows:
        by_hints.setdefault((row.function, row.level), []).append(row)
    for (function, level), own in by_hints.items():
        titles = [row.title for row in own]
        yield from zip(own, resolver.many(titles, function=function, level=level), strict=True)


def _store(answers: "Sequence[tuple[Answer, ListedTitle]]") -> None:
    candidates = ListedTitle._meta.get_field("candidates")
    rows = []
    for answer, row in answers:
        plain = answer.plain()
        kept = candidates.get_db_prep_save(plain["candidates"], connection)
        rows.append((row.level or plain["level_hint"], answer.band, kept, row.pk))
    with connection.cursor() as cursor:
        cursor.executemany(_ANSWERED.format(connection.ops.quote_name(ListedTitle._meta.db_table)), rows)
