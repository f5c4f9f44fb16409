"""Deletes what is known of the senders of former days; for a daily timer, shortly after midnight UTC."""

from django.core.management.base import BaseCommand

from profiles.corrections import forget_senders


class Command(BaseCommand):
    help = (
        "Deletes the salts and counts by which corrections of former days were limited. The next correction does too."
    )

    def handle(self, **options) -> None:
        days = forget_senders()
        self.stdout.write(f"{days} {'day' if days == 1 else 'days'} forgotten")
