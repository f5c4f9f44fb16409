"""What a file says of shared texts: in effect at once where nothing published rests on a row, else proposed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from profiles.models import Proposal
from profiles.workflow.proposing import effective_at_once, proposed, put_into_effect, rehearsed
from profiles.workflow.resting import hold_still, rested_on
from taxonomy.bulk import insert
from taxonomy.importers import Change, ImportRefused
from taxonomy.records import Record
from taxonomy.rows import named, standing

COLUMNS = (
    *("kind", "name", "before", "after", "note", "state", "at_once"),
    *("proposed_by", "proposed_by_name", "proposed_at"),
    *("decided_by_name", "decided_at", "withdrawn_by_name", "decision_note", "reach"),
)


def bring(records: Sequence[Record], *, by, note: str) -> Iterator[Change]:
    """Rows of one kind, within the file's transaction; what became of each: added, changed, same, proposed, left alone.

    Nobody is asked for a role: `by` stands for the file, and decides on nothing.
    """
    stands = standing(records)
    differing = [record for record in records if stands.get(named(record)) != record]
    hold_still(differing)
    waits = {named(record): record for record in rested_on(differing)}
    _refuse_new_levels(waits, stands)
    free = [record for record in records if named(record) not in waits]
    changes, _ = put_into_effect(free)
    _write_down(zip(free, changes, strict=True), dict(stands), by=by, note=note)
    yield from changes
    yield from _bring_to_decision(list(waits.values()), stands, by=by, note=note)


def restore_rows(records: Sequence[Record]) -> Iterator[Change]:
    """The same for an operator who restores a site: everything at once, and nobody has proposed it."""
    stands = standing(records) if records and records[0].kind in _PARTLY_SEALED else {}
    changes, _ = put_into_effect([_over(stands.get(named(record)), record) for record in records])
    yield from changes


# Of these a payload seals some fields alone, so a file of what is published cannot tell the others.
_PARTLY_SEALED = ("level", "skill")


def _over(former: Record | None, record: Record) -> Record:
    """The record; what it leaves out stays as it stands."""
    if former is None:
        return record
    return former.model_copy(update={name: getattr(record, name) for name in record.model_fields_set})


def _refuse_new_levels(waits: dict[str, Record], stands: dict[str, Record]) -> None:
    """Other lines of the file would stand on a level that is not there before somebody has accepted it."""
    for name, record in waits.items():
        if record.kind == "level" and name not in stands:
            raise ImportRefused(
                f"a level that exists expected, found {name}: approved profiles rest on track {record.track}, so a new"
                " level of it is proposed on its own; a file can build on it once it has been accepted"
            )


def _write_down(pairs: Iterator[tuple[Record, Change]], stands: dict[str, Record], *, by, note: str) -> None:
    rows = []
    for record, change in pairs:
        if change.what != "same":
            rows.append(effective_at_once(proposed(record, stands.get(named(record)), by=by, note=note), reach=0))
            stands[named(record)] = record
    read = attrgetter(*(Proposal._meta.get_field(name).attname for name in COLUMNS))
    insert(Proposal, COLUMNS, map(read, rows))


def _bring_to_decision(records: list[Record], stands: dict[str, Record], *, by, note: str) -> Iterator[Change]:
    if not records:
        return
    changes = rehearsed(records)
    names = [named(record) for record in records]
    waiting = {p.name: p for p in Proposal.objects.open().filter(kind=records[0].kind, name__in=names)}
    for record, change in zip(records, changes, strict=True):
        if other := waiting.get(named(record)):
            why = f"a proposal of {other.proposed_by_name or 'somebody'} waits for a decision"
            yield replace(change, what="left alone", fields={"why": ("", why)})
        else:
            proposed(record, stands.get(named(record)), by=by, note=note).save(force_insert=True)
            yield replace(change, what="proposed")
