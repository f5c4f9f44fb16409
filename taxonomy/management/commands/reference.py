"""Tells which reference data is loaded, and loads the files of a source as its publisher gives them."""

import argparse
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from taxonomy.files.faults import FileRefused
from taxonomy.files.progress import bar
from taxonomy.importers.loading import Report
from taxonomy.importers.sources import READERS, left_to_do, load
from taxonomy.models import ClassificationSystem
from taxonomy.systems import SOURCES

SHOWN = 10


class Command(BaseCommand):
    help = (
        "Without a word: lists every source with its edition, rows, date and licence, and where it is had. "
        "“reference load SOURCE FILE …” loads a source: everything is checked first, then written in one transaction; "
        "the same again changes nothing, and a new release tells what came, went and was renamed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", parser_class=argparse.ArgumentParser)
        loading = actions.add_parser("load", help="load the files of a source")
        loading.add_argument("source", choices=sorted(READERS))
        loading.add_argument("files", nargs="+", type=Path, metavar="FILE")
        loading.add_argument("--edition", default="", help="where the files do not tell it, such as 1.2.1")
        loading.add_argument(
            "--older", action="store_true", help="let an earlier release replace the one that is loaded"
        )

    def handle(self, *, action: str | None, **options) -> None:
        if action == "load":
            self._load(**options)
        else:
            self._list()

    def _load(self, *, source: str, files: list[Path], edition: str, older: bool, verbosity: int, **_) -> None:
        try:
            with bar(sys.stderr, "rows") as progress:
                report = load(source, files, edition=edition, older=older, progress=progress)
        except FileRefused as refused:
            lines = [str(fault) for fault in refused.faults]
            if refused.more:
                lines.append(f"… and {refused.more:,} more")
            raise CommandError("\n".join(["Nothing was loaded, nothing has changed:", *lines])) from refused
        self._tell(report, every=verbosity > 1)
        for told in left_to_do(source):
            self.stdout.write(told)

    def _tell(self, report: Report, *, every: bool) -> None:
        before = f" (before: {report.before})" if report.before not in (None, report.edition) else ""
        self.stdout.write(f"{report.source.name} {report.edition}{before}")
        for name, rows in report.rows.items():
            changed = "written" if name in report.changed else "as before"
            self.stdout.write(f"  {name}: {rows:,} rows, {changed}")
        for name, moves in report.moves.items():
            for what in ("came", "went", "renamed"):
                found = getattr(moves, what)
                self.stdout.write(f"  {name}: {len(found):,} {what}")
                for one in found if every else found[:SHOWN] if name == "codes" else ():
                    self.stdout.write(f"    {one}")
        for note in report.notes:
            self.stdout.write(f"  note: {note}")
        if report.is_same:
            self.stdout.write("Nothing has changed: this is what was loaded already.")

    def _list(self) -> None:
        loaded = {}
        for system in ClassificationSystem.objects.all():
            loaded.setdefault(system.key, []).append(system)
        for source in SOURCES:
            self.stdout.write(f"{source.key}: {source.title}")
            for system in loaded.get(source.key, ()):
                rows = ", ".join(f"{name} {count:,}" for name, count in system.rows.items())
                self.stdout.write(f"  {system}, loaded {system.loaded_at:%Y-%m-%d %H:%M}; {rows}")
                self.stdout.write(f"  {system.licence}. {system.attribution}")
            if source.key not in loaded:
                self.stdout.write(f"  not loaded; had at {source.url} ({source.licence})")
