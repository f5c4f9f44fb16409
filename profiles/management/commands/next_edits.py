"""Reckons what each profile's next edit would be worth as of today; for a daily timer."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from profiles import upkeep


class Command(BaseCommand):
    help = "Reckons use, confidence of the day and what is due for the queue of next edits; run it once a day."

    def handle(self, **options) -> None:
        count = upkeep.reckon()
        word = "profile" if count == 1 else "profiles"
        self.stdout.write(f"{count} {word} reckoned as of {timezone.now().date()}")
