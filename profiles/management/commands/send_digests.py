"""Sends everybody one message with what waits for them; for a daily timer, with MAIL_DIGEST on."""

from django.core.management.base import BaseCommand

from profiles.mail import send_digests


class Command(BaseCommand):
    help = (
        "E-mails approvers what is in review, authors what came back, curators how many corrections wait. "
        "Run it once a day with MAIL_DIGEST=1."
    )

    def handle(self, **options) -> None:
        self.stdout.write(f"{send_digests()} messages sent")
