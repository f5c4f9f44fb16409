"""Builds the index that titles are resolved with."""

import time

from django.core.management.base import BaseCommand, CommandError

from profiles.resolver import corpus


class Command(BaseCommand):
    help = "Builds the index of occupations' titles from the loaded reference data; run it after each release."

    def handle(self, *args, **options) -> None:
        began = time.monotonic()
        built = corpus.build()
        if built is None:
            raise CommandError("No occupation is loaded: load O*NET first with manage.py reference load.")
        took = time.monotonic() - began
        self.stdout.write(f"{len(built.spelled):,} titles of {len(built):,} occupations, in {took:.1f} s.")
