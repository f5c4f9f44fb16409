"""A reader's message about a published text is taken in, if the day's bounds allow it."""

from django.db import transaction
from django.utils import timezone

from profiles.corrections import senders
from profiles.models.correction import Correction
from profiles.models.revision import Revision


def send(revision: Revision, *, address: str, place: str, **said: str) -> Correction:
    """`said` is wrong, right, name and email, validated by the form. TooMany leaves nothing behind."""
    with transaction.atomic():
        senders.count(address)
        return Correction.objects.create(revision=revision, place=place, sent_at=timezone.now(), **said)
