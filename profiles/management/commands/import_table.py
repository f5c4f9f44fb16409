"""Reads a spreadsheet (CSV or XLSX) by a mapping: all of it or nothing."""

import argparse
import sys
from pathlib import Path

from django.core.management.base import CommandError

from profiles.importers.bundle import Mode
from profiles.importers.faults import FileRefused
from profiles.importers.tables.faults import MappingRefused, TableRefused
from profiles.importers.tables.importing import NoLadder, import_table, write_bundle
from profiles.importers.tables.mapping import TableMapping, read_mapping
from profiles.management.commands import import_canon
from profiles.management.commands.import_canon import summary, told
from taxonomy.files.progress import bar


class Command(import_canon.Command):
    help = (
        "Reads a spreadsheet (.csv in UTF-8, or .xlsx). The mapping, a TOML file, says which column means what and how "
        "level names map to the canon's levels; see profiles/importers/mappings/ for one with comments. The rows "
        "become a canon bundle and are read as import_canon reads one. What became of every row is told at the end "
        "(-v 2 also tells the level of every level name)."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--mapping", type=Path, required=True, metavar="MAPPING.toml")
        parser.add_argument(
            "--bundle", type=Path, metavar="OUT.jsonl", help="only write the bundle; the canon is not changed"
        )

    def handle(self, *, file: Path, mapping: Path, bundle: Path | None, dry_run: bool, **options) -> None:
        if not file.is_file():
            raise CommandError(f"a spreadsheet expected, there is no file {file}")
        if bundle and dry_run:
            raise CommandError("either --dry-run or --bundle expected: with --bundle nothing is changed anyway")
        mode = Mode.SUBMIT if options["submit"] else Mode.AS_PUBLISHED if options["as_published"] else Mode.DESK
        try:
            rules = read_mapping(mapping)
            if bundle:
                self._write(file, rules, bundle, mode, options["verbosity"])
            else:
                self._import(file, rules, mode, dry_run, options)
        except MappingRefused as refused:
            raise CommandError(f"The mapping {mapping} cannot be used:\n{refused}") from refused
        except NoLadder as missing:
            raise CommandError(str(missing)) from missing
        except FileRefused as refused:
            if isinstance(refused, TableRefused):
                self._report(refused.report, options["verbosity"])
            raise CommandError(told(refused)) from refused

    def _write(self, file: Path, rules: TableMapping, out: Path, mode: Mode, verbosity: int) -> None:
        try:
            report, count = write_bundle(file, rules, out, mode=mode)
        except OSError as error:
            raise CommandError(f"a bundle to be written expected, {out} cannot be: {error.strerror}") from error
        self._report(report, verbosity)
        self.stdout.write(f"{count:,} records written to {out}; the canon was not changed.")

    def _import(self, file: Path, rules: TableMapping, mode: Mode, dry_run: bool, options: dict) -> None:
        tell = self._tell if dry_run or options["verbosity"] > 1 else lambda change: None
        with bar(sys.stderr, "records") as progress:
            report, done = import_table(
                file,
                rules,
                mode=mode,
                by=self._person(options["by"]),
                dry_run=dry_run,
                tell=tell,
                progress=progress,
            )
        self._report(report, options["verbosity"])
        self.stdout.write(summary(done, dry_run=dry_run))

    def _report(self, report, verbosity: int) -> None:
        for line in report.lines(every_level=verbosity > 1):
            self.stdout.write(line)
