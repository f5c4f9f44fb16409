"""Counts how many corrections an address has sent today, without keeping the address.

What is kept is a hash under a salt that is drawn anew each day and deleted with the counts of its day, so that
nobody can say afterwards who wrote. The rows of a day are no more than the messages that were taken in.
"""

import datetime
import hashlib
import hmac
import ipaddress
import secrets

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from profiles.models.correction import Sender, SendersDay


class TooMany(Exception):
    """The day's bound is reached, for this address or for the site; the sentence is for whoever wrote."""


def count(address: str, *, now: datetime.datetime | None = None) -> None:
    """One more from this address; TooMany where the bound is reached. Belongs in the message's transaction."""
    today = (now or timezone.now()).date()
    forget_senders(before=today)
    # The whole site first: its row is what two senders at once wait for each other at.
    day, _ = SendersDay.objects.get_or_create(day=today, defaults={"salt": secrets.token_hex(32)})
    if not _one_more(SendersDay.objects.filter(pk=today, total__lt=settings.CORRECTIONS_A_DAY), "total"):
        raise TooMany("More corrections came in today than can be read; please send yours tomorrow")
    sender, _ = Sender.objects.get_or_create(day=day, digest=_digest(address, day.salt))
    if not _one_more(Sender.objects.filter(pk=sender.pk, count__lt=settings.CORRECTIONS_AN_ADDRESS), "count"):
        most = settings.CORRECTIONS_AN_ADDRESS
        raise TooMany(f"At most {most} corrections a day are taken from one address; please send this one tomorrow")


def forget_senders(*, before: datetime.date | None = None) -> int:
    """Deletes the salts and counts of former days; how many days there were."""
    former = SendersDay.objects.filter(day__lt=before or timezone.now().date())
    days = former.count()
    if days:
        former.delete()
    return days


def _one_more(rows, column: str) -> int:
    return rows.update(**{column: F(column) + 1})


def _digest(address: str, salt: str) -> str:
    return hmac.new(salt.encode(), network(address).encode(), hashlib.sha256).hexdigest()


def network(address: str) -> str:
    """An IPv4 address, or the /64 that one household or desk has of IPv6; anything else counts as one sender."""
    try:
        known = ipaddress.ip_address(address.strip())
    except ValueError:
        return "unknown"
    known = getattr(known, "ipv4_mapped", None) or known
    return str(known) if known.version == 4 else str(ipaddress.ip_network((int(known), 64), strict=False))
