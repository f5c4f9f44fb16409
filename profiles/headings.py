"""Hangs the headings of the readers' index pages: shared texts as the last approval sealed them."""

from collections.abc import Iterable
from typing import Any

from profiles import sealing
from profiles.models import Heading


def hang(bases: Iterable[dict[str, Any]]) -> None:
    """Writes function, focus and track headings of these bases where they differ from what hangs there."""
    wanted: dict[tuple[str, str], Heading] = {}
    for basis in bases:
        for heading in _headings(basis):
            wanted[heading.kind, heading.code] = heading
    # Always in one order, so that two approvals cannot wait for each other.
    ordered = [wanted[identity] for identity in sorted(wanted)]
    have = {(h.kind, h.code): h for h in Heading.objects.filter(code__in={h.code for h in ordered})}
    changed = [h for h in ordered if not _same(have.get((h.kind, h.code)), h)]
    Heading.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=["parent", "group", "name", "text"],
    )


def _headings(basis: dict[str, Any]) -> Iterable[Heading]:
    function, focus, track = basis["function"], basis["focus"], basis["track"]
    kinds = Heading.Kind
    yield Heading(
        kind=kinds.FUNCTION,
        code=function["code"],
        group=function["group"],
        name=function["name"],
        text=sealing.canonical({"summary": function["summary"]}),
    )
    yield Heading(
        kind=kinds.FOCUS,
        code=focus["code"],
        parent=function["code"],
        name=focus["name"],
        text=sealing.canonical({"summary": focus["summary"]}),
    )
    yield Heading(
        kind=kinds.TRACK,
        code=track["code"],
        name=track["name"],
        text=sealing.canonical({"summary": track["summary"], "order": track["order"], "levels": basis["levels"]}),
    )


def _same(a: Heading | None, b: Heading) -> bool:
    return a is not None and (a.parent, a.group, a.name, a.text) == (
        b.parent,
        b.group,
        b.name,
        b.text,
    )
