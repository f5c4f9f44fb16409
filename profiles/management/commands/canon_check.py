"""Checks the whole canon, for people and for CI: tells every finding, and exits with 1 where any of them blocks."""

import argparse
import datetime
import json
import sys
from collections import Counter
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from profiles.checking import Checked, Keeper, Progress, Tally, approved, begin, given_up, on_desks, walk
from profiles.gate import Severity
from profiles.models import CanonCheck
from profiles.waiving import Seen
from taxonomy.files.progress import bar
from taxonomy.models import Function

SIGNS = {Severity.BLOCKING: "✕", Severity.WARNING: "△", Severity.NOTE: "·"}


class Command(BaseCommand):
    help = (
        "Checks every approved text as it was sealed, with the pay sealed beside it: the gate, then what contradicts "
        "it in the rest of the canon and in loaded sources. Keeps what it found for the desk and /quality/. "
        "Exits with 1 where a finding blocks."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--function", metavar="CODE", action="append", help="tell of this one; may be repeated")
        parser.add_argument("--desk", action="store_true", help="what lies on desks instead; nothing is kept")
        parser.add_argument("--no-store", action="store_true", help="keep nothing")
        parser.add_argument("--quiet", action="store_true", help="tell nothing but by the exit status")
        parser.add_argument("--begun", type=int, help=argparse.SUPPRESS)  # a row that a page has made

    def handle(
        self,
        *,
        format: str,
        function: list[str] | None,
        desk: bool,
        no_store: bool,
        quiet: bool,
        begun: int | None,
        **options,
    ) -> None:
        wanted = self._functions(function)
        tell = (_Silent if quiet else _FORMATS[format])(self.stdout)
        with bar(sys.stderr, "texts") as progress:
            told = {"today": timezone.now().date(), "progress": lambda walk, done: progress(done, 0)}
            source = on_desks() if desk else approved()
            found = walk(source, **told) if desk or no_store else self._kept(begun, **told)
            for checked in found:
                if wanted is None or checked.text.function in wanted:
                    tell(checked)
        tell.end()
        if tell.counts[Severity.BLOCKING]:
            sys.exit(1)

    @staticmethod
    def _kept(begun: int | None, today: datetime.date, progress: Progress) -> Iterator[Checked]:
        check = CanonCheck.objects.filter(pk=begun, checked_at__isnull=True).first() if begun else begin()
        if check is None:
            raise CommandError(f"a check that was begun and has not ended expected, found none of number {begun}")
        tally = Tally(today)
        keeper = Keeper(check, tally)
        with given_up(check):
            for checked in walk(approved(), today=today, noting=tally.note, progress=progress):
                tally.count(checked)
                keeper.keep(checked)
                yield checked
            keeper.end()

    @staticmethod
    def _functions(codes: list[str] | None) -> set[str] | None:
        if codes is None:
            return None
        wanted = {code.upper() for code in codes}
        if unknown := wanted - set(Function.objects.filter(code__in=wanted).values_list("code", flat=True)):
            raise CommandError(f"--function expects the code of a function, there is no {', '.join(sorted(unknown))}")
        return wanted


class _Silent:
    """Counts; the others tell as well."""

    def __init__(self, stream) -> None:
        self.stream = stream
        self.texts, self.waived, self.counts = 0, 0, Counter()

    def __call__(self, checked: Checked) -> None:
        self.texts += 1
        for seen in checked.findings:
            self.counts[seen.finding.severity] += seen.waiver is None
            self.waived += seen.waiver is not None
            self.tell(checked, seen)

    def tell(self, checked: Checked, seen: Seen) -> None:
        pass

    def end(self) -> None:
        pass

    @property
    def totals(self) -> dict[str, int]:
        return {str(severity): self.counts[severity] for severity in Severity} | {"waived": self.waived}


class _Text(_Silent):
    def tell(self, checked: Checked, seen: Seen) -> None:
        one = seen.finding
        line = f"{SIGNS[one.severity]} {checked.text.cited} {one.severity} {one.code} ({one.where}): {one.message}"
        if seen.waiver:
            line += f" [waived until {seen.waiver.until} by {seen.waiver.waived_by_name}: {seen.waiver.reason}]"
        self.stream.write(" ".join(line.split()))

    def end(self) -> None:
        told = ", ".join(f"{number:,} {name}" for name, number in self.totals.items())
        self.stream.write(f"{self.texts:,} profiles checked: {told}")


class _Json(_Silent):
    """One document, written as it comes: a finding a line."""

    def __init__(self, stream) -> None:
        super().__init__(stream)
        self._between = ""
        stream.write('{"findings": [', ending="")

    def tell(self, checked: Checked, seen: Seen) -> None:
        one, waiver = seen.finding, seen.waiver
        told = {"key": checked.text.key, "version": checked.text.number, "code": one.code, "severity": one.severity}
        told |= {"where": one.where, "message": one.message, "of": one.of or one.message, "waived": None}
        if waiver:
            told["waived"] = {
                "until": waiver.until.isoformat(),
                "by": waiver.waived_by_name,
                "at": waiver.waived_at.isoformat(),
                "reason": waiver.reason,
            }
        self.stream.write(f"{self._between}\n{json.dumps(told, ensure_ascii=False)}", ending="")
        self._between = ","

    def end(self) -> None:
        rest = {"profiles": self.texts, "counts": self.totals}
        self.stream.write(f"\n], {json.dumps(rest)[1:]}")


_FORMATS = {"text": _Text, "json": _Json}
