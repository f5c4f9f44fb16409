"""Writes the approved canon as a bundle; with --full everything, for a backup."""

import argparse
import gzip
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from profiles.exporters.bundle import approved, line
from profiles.exporters.full import everything
from profiles.records import written_instant
from taxonomy.files.progress import bar
from taxonomy.models import Function


class Command(BaseCommand):
    help = "Writes the approved canon as a bundle to FILE (gzipped where it ends in .gz) or to standard output."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--function", metavar="CODE", action="append", help="only this function; may be repeated")
        parser.add_argument("--full", action="store_true", help="with revisions, trail and desks: what a backup holds")
        parser.add_argument("--title", default="", help="title of the canon, kept in the first record")
        parser.add_argument(
            "--stamp", action="store_true", help="write when it was made; else the same canon gives the same bytes"
        )

    def handle(
        self, *, file: Path | None, function: list[str] | None, full: bool, title: str, stamp: bool, **options
    ) -> None:
        if full and function:
            raise CommandError("--full is the whole canon: leave --function out")
        generated_at = written_instant(timezone.now().replace(microsecond=0)) if stamp else ""
        with _one_moment():
            if full:
                records = everything(title=title, generated_at=generated_at)
            else:
                records = approved(functions=self._functions(function), title=title, generated_at=generated_at)
            count = 0
            with _target(file) as stream, bar(sys.stderr, "records") as progress:
                for count, record in enumerate(records, 1):
                    stream.write(line(record).encode())
                    progress(count, 0)
        if file:
            self.stdout.write(f"{count} records written to {file}")

    @staticmethod
    def _functions(codes: list[str] | None):
        if codes is None:
            return None
        wanted = {code.upper() for code in codes}
        found = Function.objects.filter(code__in=wanted)
        if unknown := wanted - set(found.values_list("code", flat=True)):
            raise CommandError(f"--function expects the code of a function, there is no {', '.join(sorted(unknown))}")
        return found


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
