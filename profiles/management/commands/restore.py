"""Fills an empty site from a copy that `backup` made, brings it up to date, and verifies it."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from profiles import listings
from profiles.management import copies


class Command(BaseCommand):
    help = "Fills an empty database from FILE, migrates it, and verifies all seals and the trail."
    requires_system_checks = ["config"]

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options) -> None:
        try:
            copies.take(file)
        except copies.NoCopy as reason:
            raise CommandError(f"{reason}. Nothing was changed.") from reason
        call_command("migrate", interactive=False, verbosity=0)
        listings.begin_epoch()
        call_command("audit_verify", stdout=self.stdout)
        self.stdout.write(f"The site was restored from {file}.")
