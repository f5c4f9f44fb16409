"""Sends everybody one message with what waits for them; for a daily timer, with MAIL_DIGEST on."""

from django.core.management.base import BaseCommand, CommandParser

from profiles.mail import remind, send_digests


class Command(BaseCommand):
    help = (
        "E-mails approvers what is in review, authors what came back, curators how many corrections wait. "
        "Once a month it tells curators what is due for review with them. Run it once a day with MAIL_DIGEST=1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        either = parser.add_mutually_exclusive_group()
        either.add_argument("--no-reviews", action="store_true", help="nothing of what is due for review")
        either.add_argument("--only-reviews", action="store_true", help="nothing else; for sites without MAIL_DIGEST")

    def handle(self, **options) -> None:
        sent = 0 if options["only_reviews"] else send_digests()
        sent += 0 if options["no_reviews"] else remind()
        self.stdout.write(f"{sent} messages sent")
