"""Verifies every seal and every link of the trail; exits with 1 and says what does not hold."""

import sys

from django.core.management.base import BaseCommand, CommandError

from profiles import audit
from profiles.models import Event, Revision
from taxonomy.files.progress import bar


class Command(BaseCommand):
    help = "Verifies the seals of all texts and figures, the chains of the trail, and the approval behind each text."

    def handle(self, **options) -> None:
        found = 0
        with bar(sys.stderr, "rows verified") as progress:
            for fault in audit.faults(progress):
                found += 1
                self.stdout.write(fault)
        if found:
            raise CommandError(f"{found} {'place does' if found == 1 else 'places do'} not hold")
        self.stdout.write(f"{Revision.objects.count()} texts and {Event.objects.count()} events hold.")
