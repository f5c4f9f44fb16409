"""A file that a curator sends: looked at, and – when that was seen – carried out whole, in one transaction."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from profiles.importers.faults import Fault, FileRefused
from profiles.importers.plans import Plan, Planner, carry_out
from profiles.importers.plans.asks import Ask, Place
from profiles.importers.plans.bundles import BundleReading
from profiles.importers.workbook import Kind, WorkbookReading, kind_of
from profiles.models import Errand, Stage
from profiles.records import plural
from profiles.states import Conflict
from profiles.tasks import pieces
from profiles.tasks.holding import end
from taxonomy.files.sheets import Limits

_PACKED = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "a zip file"}
OTHER = "Something that this file changes is another by now than what you looked at"


# -- reading ---------------------------------------------------------------------------------------


def limits() -> Limits:
    return Limits(
        bytes=settings.BULK_MOST_BYTES,
        unpacked=settings.BULK_MOST_UNPACKED,
        rows=settings.BULK_MOST_ROWS,
        columns=40,
        seconds=settings.BULK_SECONDS,
    )


def reading_of(path: Path, name: str, *, pay: bool) -> WorkbookReading | BundleReading:
    """Opens what was sent, by the suffix that `kind_of` found; raises FileRefused. `pay`: figures are read too."""
    if path.suffix == Kind.BUNDLE:
        return BundleReading(path, name, pay=pay, most_bytes=settings.BULK_MOST_UNPACKED)
    return WorkbookReading(path, name, pay=pay, limits=limits(), most_profiles=settings.BULK_MOST_PROFILES)


def planned(reading: WorkbookReading | BundleReading) -> Plan:
    return Planner(reading, rows_shown=settings.BULK_ROWS_SHOWN).make()


class _Watched:
    """A reading that tells the errand how many profiles of it were read."""

    def __init__(self, reading: WorkbookReading | BundleReading, errand: Errand) -> None:
        self._reading, self._errand = reading, errand

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reading, name)

    def chunks(self) -> Iterator[list[Ask]]:
        self._errand.done = 0
        for chunk in self._reading.chunks():
            yield chunk
            self._errand.done += len(chunk)


def _opened(errand: Errand, path: Path) -> _Watched:
    kind = _plain_bundle(path) if errand.options.get("bundle") else kind_of(path, errand.name)
    named = path.rename(path.with_suffix(kind))
    return _Watched(reading_of(named, errand.name, pay=_sees_pay(errand)), errand)


def _sees_pay(errand: Errand) -> bool:
    return errand.asked_by.has_perm("profiles.view_pay")


def _plain_bundle(path: Path) -> Kind:
    """From machines bundles alone, unpacked: what grows to a thousand times its size is for where somebody watches."""
    with path.open("rb") as stream:
        head = stream.read(4)
    for mark, what in _PACKED.items():
        if head.startswith(mark):
            raise FileRefused([Fault(0, "", f"a bundle as lines of JSON expected, found {what}: send it unpacked")])
    return Kind.BUNDLE


# -- the work --------------------------------------------------------------------------------------


def look(errand: Errand) -> None:
    """What the file would change; nothing is written but this."""
    with pieces.as_file(errand) as path:
        try:
            with closing(_opened(errand, path)) as reading:
                plan = planned(reading)
        except FileRefused as refused:
            plan = Plan(errand.name, faults=refused.faults, more=refused.more)
    stage, said = _found(plan)
    with transaction.atomic():
        if stage != Stage.LOOKED:
            errand.pieces.all().delete()
        end(errand, stage, said=said, report=report_of(plan, pay=_sees_pay(errand)), digest=plan.digest)


def _found(plan: Plan) -> tuple[Stage, str]:
    if plan.refused:
        number = plan.faults_in_all
        return Stage.REFUSED, f"{number:,} fault{'' if number == 1 else 's'}: this file cannot be applied."
    if not plan.changes_something:
        return Stage.DONE, "Nothing would change: the file says what stands here already."
    return Stage.LOOKED, "Nothing is written yet: this is what it would change."


def apply(errand: Errand) -> None:
    """All of what was seen, with the word that it is done; or nothing, where anything is another by now."""
    try:
        with pieces.as_file(errand) as path, closing(_opened(errand, path)) as reading:
            plan = planned(reading)
            if plan.digest != errand.digest or not plan.may_apply:
                raise Conflict(OTHER)
            errand.total = sum(n for (kind, _), n in plan.counts.items() if kind == "profile")
            with transaction.atomic():
                carry_out(reading, plan, by=errand.asked_by, note=errand.options.get("note", ""))
                errand.pieces.all().delete()
                end(errand, Stage.DONE, said=f"Applied: {done(plan)}.", report=report_of(plan, pay=_sees_pay(errand)))
    except (Conflict, FileRefused) as refused:
        told = str(refused.faults[0]) if isinstance(refused, FileRefused) else str(refused)
        end(errand, Stage.REFUSED, said=clean(f"{told}. Nothing was written."))


def done(plan: Plan) -> str:
    """ "3 profiles changed, 1 added; 2 focuses proposed" for the message after it."""
    told = []
    for kind, counted in plan.counted:
        outcomes = [(number, what) for number, what in counted if what not in ("same", "left alone")]
        if outcomes:
            number, what = outcomes[0]
            more = "".join(f", {n} {w}" for n, w in outcomes[1:])
            told.append(f"{number} {kind if number == 1 else plural(kind)} {what}{more}")
    return "; ".join(told)


# -- what is kept of a plan ------------------------------------------------------------------------


def report_of(plan: Plan, *, pay: bool) -> str:
    """A plan as JSON, with the names that pages know it by; `pay`: figures may be among what changes."""
    told = {name: _plain(getattr(plan, name)) for name in ("name", "faults", "more", "notes", "profiles", "shared")}
    told |= {name: getattr(plan, name) for name in ("untold", "refused", "may_apply", "changes_something")}
    told["pay"] = pay
    told |= {"faults_in_all": plan.faults_in_all, "counted": plan.counted}
    return clean(json.dumps(told, default=str, ensure_ascii=False))


def _plain(value: Any) -> Any:
    match value:
        case Place():
            return str(value)
        case list() | tuple() if not hasattr(value, "_asdict"):
            return [_plain(one) for one in value]
        case tuple():
            return _plain(value._asdict())
        case dict():
            return {name: _plain(one) for name, one in value.items()}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def clean(text: str) -> str:
    """As any database and any page can hold it: halves of characters and NUL are in no text."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
