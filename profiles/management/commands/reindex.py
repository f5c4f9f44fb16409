"""Writes the search index anew from the shelf."""

from django.core.management.base import BaseCommand

from profiles import search
from taxonomy.files.progress import bar


class Command(BaseCommand):
    help = "Writes the search index anew from what stands on the shelf. Readers find what they found until it is done."

    def handle(self, **options) -> None:
        with bar(self.stdout._out, "profiles indexed") as progress:
            total = search.rebuild(progress)
        self.stdout.write(f"{total} profiles indexed")
