"""Copies the whole database to a file, while the site goes on."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from profiles.management import copies


class Command(BaseCommand):
    help = "Copies the whole database to FILE (SQLite: a database, PostgreSQL: an archive of pg_dump)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options) -> None:
        try:
            copies.make(file)
        except copies.NoCopy as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"The database was copied to {file}, {file.stat().st_size:,} bytes.")
