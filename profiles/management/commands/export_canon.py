"""Writes the approved canon as a bundle, or in a format of others; with --full everything, for a backup."""

import argparse
import gzip
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from profiles import moments
from profiles.exporters.bundle import approved, line
from profiles.exporters.full import everything
from profiles.exporters.release import bundle
from profiles.records import written_instant
from profiles.standards import FORMATS, Part, written
from taxonomy.bulk import settled
from taxonomy.files.progress import bar
from taxonomy.models import Function


class Command(BaseCommand):
    # It reads and serves no page: checks would load all that does, which takes as long as two thousand profiles.
    requires_system_checks = ()
    help = (
        "Writes the approved canon to FILE (gzipped where it ends in .gz) or to standard output, as a bundle at first."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--function", metavar="CODE", action="append", help="only this function; may be repeated")
        parser.add_argument("--full", action="store_true", help="with revisions, trail and desks: what a backup holds")
        parser.add_argument("--title", default="", help="title of the canon, kept in the first record")
        parser.add_argument("--format", choices=FORMATS, help="what others read, instead of a bundle; pay goes with it")
        parser.add_argument(
            "--release",
            metavar="NAME",
            help="the bundle of a release, with its seals: `verify` examines it from the file alone",
        )
        parser.add_argument(
            "--as-of", metavar="INSTANT", help="what stood then, such as 2027-01-31T12:00Z (UTC where no zone is named)"
        )
        parser.add_argument(
            "--stamp", action="store_true", help="write when it was made; else the same canon gives the same bytes"
        )

    def handle(self, *, file: Path | None, format: str | None, **options) -> None:
        what = "pieces" if format else "records"
        with _one_moment(), settled():
            parts = self._pieces(format, **options) if format else self._records(**options)
            count = 0
            with _target(file) as stream, bar(sys.stderr, what) as progress:
                for count, part in enumerate(parts, 1):
                    stream.write(part)
                    progress(count, 0)
        if file:
            self.stdout.write(
                f"{FORMATS[format].name} written to {file}" if format else f"{count} records written to {file}"
            )

    def _pieces(
        self, format: str, *, function: list[str] | None, release: str | None, as_of: str | None, **options
    ) -> Iterator[bytes]:
        """The operator sees pay, as in a bundle."""
        of_bundles = [name for name in ("full", "title", "stamp") if options[name]]
        if of_bundles or (release and as_of):
            told = f"--{of_bundles[0]} belongs to a bundle" if of_bundles else "one of --release and --as-of expected"
            raise CommandError(f"--format {format}: {told}")
        moment = (
            _moment(moments.of_release, release.lower()) if release else _moment(moments.read, [as_of] if as_of else [])
        )
        codes = self._functions(function).values_list("code", flat=True) if function else ()
        return written(FORMATS[format], Part(moment, tuple(codes)), pays=True)

    def _records(self, *, title: str, stamp: bool, **options) -> Iterator[bytes]:
        head = {
            "title": title,
            "generated_at": written_instant(timezone.now().replace(microsecond=0)) if stamp else "",
        }
        return (text.encode() for text in self._lines(head, **options))

    def _lines(
        self,
        head: dict[str, str],
        *,
        function: list[str] | None,
        full: bool,
        release: str | None,
        as_of: str | None,
        **options,
    ) -> Iterator[str]:
        whole = [name for name, asked in (("--full", full), ("--release", release), ("--as-of", as_of)) if asked]
        if len(whole) > 1:
            raise CommandError(f"one of --full, --release and --as-of expected, found {' and '.join(whole)}")
        if function and (full or release):
            raise CommandError(f"{whole[0]} is the whole canon: leave --function out")
        if full:
            return map(line, everything(**head))
        if release:
            return bundle(_moment(moments.of_release, release.lower()).release, with_pay=True, **head)
        moment = _moment(moments.read, [as_of] if as_of else [])
        return approved(functions=self._functions(function), moment=moment, **head)

    @staticmethod
    def _functions(codes: list[str] | None):
        if codes is None:
            return None
        wanted = {code.upper() for code in codes}
        found = Function.objects.filter(code__in=wanted)
        if unknown := wanted - set(found.values_list("code", flat=True)):
            raise CommandError(f"--function expects the code of a function, there is no {', '.join(sorted(unknown))}")
        return found


def _moment(find: Callable, asked: object) -> moments.Moment:
    try:
        return find(asked)
    except moments.NoSuchMoment as refusal:
        raise CommandError(str(refusal)) from refusal


@contextmanager
def _one_moment():
    """The whole file tells one state of the canon, whatever is written meanwhile; nobody waits for it."""
    if connection.vendor == "sqlite":
        # A plain BEGIN reads a snapshot; atomic() would take the write lock, as the settings ask for.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        yield


@contextmanager
def _target(file: Path | None):
    """Standard output, or a file that appears under its name only when it is whole."""
    if file is None:
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as raw:
            # No name and no time in the gzip header: the same canon gives the same bytes.
            stream = gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) if file.suffix == ".gz" else raw
            yield stream
            if stream is not raw:
                stream.close()
            raw.flush()
            os.fsync(raw.fileno())
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise
