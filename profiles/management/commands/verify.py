"""Examines a bundle from the file alone: seals, pay, trails, and the digests of releases."""

import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from profiles.importers.faults import MOST, Fault
from profiles.importers.lines import Lines
from profiles.verifying import SEALED, Verification


class Command(BaseCommand):
    help = (
        "Examines a bundle that `export_canon --release` or `--full` wrote: whether every text has its seal, every"
        " trail its links and every release its digest. No database is asked. Exit status 1 where something is wrong."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options) -> None:
        if not file.is_file():
            raise CommandError(f"a bundle expected, there is no file {file}")
        verification, wrong, more = Verification(), [], 0
        for one in _examined(Lines(file), verification):
            if len(wrong) < MOST:
                wrong.append(str(one))
            else:
                more += 1
        if wrong:
            rest = [f"… and {more} more"] if more else []
            raise CommandError("\n".join(["The file is not what was sealed:", *wrong, *rest]))
        if not any(verification.counts[kind] for kind in SEALED):
            raise CommandError(
                "something that is sealed expected, found none: a bundle of what is published holds no seals;"
                " `export_canon --release` and `--full` write them"
            )
        self._tell(verification)

    def _tell(self, verification: Verification) -> None:
        counts = verification.counts
        for name, told in verification.releases.items():
            self.stdout.write(f"release {name}: digest {told.digest} over {len(told.seals)} seals")
        self.stdout.write(f"{counts['revision']} texts and {counts['event']} events are as they were sealed")
        if counts["without pay"]:
            self.stdout.write(f"{counts['without pay']} came without their pay, which was not examined")


def _examined(lines: Lines, verification: Verification):
    for number, line in lines:
        if isinstance(line, Fault):
            yield line
        else:
            yield from verification.take(number, line)
    yield from verification.at_the_end()
