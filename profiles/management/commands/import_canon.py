"""Reads a canon bundle: all of it or nothing."""

import argparse
import sys
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from profiles.importers.bundle import Mode, Report, import_bundle
from profiles.importers.faults import FileRefused
from taxonomy.files.progress import bar
from taxonomy.importers import Change

SIGNS = {
    "added": "+",
    "changed": "~",
    "same": "=",
    "left alone": "=",
    "proposed": "?",
    "approved": "+",
    "retired": "+",
}


class Command(BaseCommand):
    help = (
        "Reads a canon bundle (.jsonl or .jsonl.gz). Profiles land on the desk. The file is checked whole and then "
        "written in one transaction: on SQLite other writers wait that long."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="tell row by row what would change, change nothing",
        )
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--submit", action="store_true", help="put what lands on the desk in review")
        where.add_argument(
            "--as-published",
            action="store_true",
            help="keep states, versions and decisions of the file, marked as imported and not gated: for a new site",
        )
        parser.add_argument("--by", metavar="USERNAME", help="who brings the file; default: an account “importer”")

    def handle(
        self,
        *,
        file: Path,
        dry_run: bool,
        submit: bool,
        as_published: bool,
        by: str | None,
        **options,
    ) -> None:
        if not file.is_file():
            raise CommandError(f"a bundle expected, there is no file {file}")
        mode = Mode.SUBMIT if submit else Mode.AS_PUBLISHED if as_published else Mode.DESK
        tell = self._tell if dry_run or options["verbosity"] > 1 else lambda change: None
        try:
            with bar(sys.stderr, "lines") as progress:
                report = import_bundle(
                    file,
                    mode=mode,
                    by=self._person(by),
                    dry_run=dry_run,
                    tell=tell,
                    progress=progress,
                )
        except FileRefused as refused:
            raise CommandError(told(refused)) from refused
        if options["verbosity"]:
            self.stdout.write(summary(report, dry_run=dry_run))

    @staticmethod
    def _person(username: str | None):
        if username is None:
            return None
        try:
            return get_user_model().objects.get_by_natural_key(username)
        except get_user_model().DoesNotExist:
            raise CommandError(f"--by expects the name of a user, there is no “{username}”") from None

    def _tell(self, change: Change) -> None:
        self.stdout.write(f"{SIGNS[change.what]} {change.kind} {change.name}: {change.what}")
        for name, (before, after) in change.fields.items():
            self.stdout.write(f"    {name}: {_short(before)} → {_short(after)}")


def told(refused: FileRefused) -> str:
    """Every fault on a line of its own."""
    lines = [str(fault) for fault in refused.faults]
    if refused.more:
        lines.append(f"… and {refused.more} more")
    return "\n".join(["The file was not read in, nothing has changed:", *lines])


def summary(report: Report, *, dry_run: bool) -> str:
    """Counts by kind and outcome, and whether anything was written."""
    lines = [f"{kind}: {count} {what}" for (kind, what), count in report.counts.items()]
    end = "Dry run: nothing was changed." if dry_run else f"{report.lines} records read."
    return "\n".join([*lines, end])


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 100 else text[:99] + "…"
