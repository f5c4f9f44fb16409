"""How often somebody may try, counted in the database so that all processes share it and none can be asked afresh.

What is counted by is kept as an HMAC under the site's key, and goes with the window that it was counted in: nobody
reads an address or a name from these rows.
"""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from config.models import TryCount


@dataclass(frozen=True)
class Bound:
    """At most so many tries of one kind within a window."""

    kind: str
    most: int
    minutes: int


# Whoever guesses from one place is stopped by the first; the others stop many accounts tried from one place, and
# one account tried from many places, and leave room for an office behind one address.
PASSWORD_HERE = Bound("password of an account from an address", 5, 15)
PASSWORDS_FROM = Bound("passwords from an address", 100, 15)
PASSWORD_ANYWHERE = Bound("password of an account", 100, 60)
RESETS_FROM = Bound("forgotten passwords from an address", 20, 60)
RESETS_OF = Bound("forgotten password of an e-mail", 3, 60)
STARTS_FROM = Bound("ways to the company from an address", 1_000, 15)
CHANGES = Bound("change of a password", 10, 60)


class TooMany(Exception):
    """The bound is reached; `ends_at` says when the next try may be made."""

    def __init__(self, ends_at: datetime.datetime) -> None:
        super().__init__(f"too many tries until {ends_at:%H:%M}")
        self.ends_at = ends_at


class Tries:
    """One try under several bounds: counted before it is made, and given back where it was a good one."""

    def __init__(self, *bounds: tuple[Bound, str]) -> None:
        self._digests = {_digest(bound, by): bound for bound, by in bounds}

    def count(self, *, now: datetime.datetime | None = None) -> None:
        """One more; TooMany, and nothing counted, where any bound is reached."""
        now = now or timezone.now()
        TryCount.objects.filter(ends_at__lte=now).delete()
        counted = []
        for digest, bound in self._digests.items():
            if not _one_more(digest, bound, now):
                _give_back(counted)
                raise TooMany(_end_of(digest, now))
            counted.append(digest)

    def give_back(self) -> None:
        _give_back(list(self._digests))

    def forget(self) -> None:
        """Whoever proved in another way who they are begins anew."""
        TryCount.objects.filter(digest__in=self._digests).delete()


def _one_more(digest: str, bound: Bound, now: datetime.datetime) -> bool:
    """Counted by the database in one statement: of two processes at the bound exactly one gets the last try."""
    rows = TryCount.objects.filter(digest=digest)
    room = rows.filter(count__lt=bound.most)
    if room.update(count=F("count") + 1):
        return True
    if rows.exists():
        return False
    try:
        with transaction.atomic():
            rows.create(digest=digest, count=1, ends_at=now + datetime.timedelta(minutes=bound.minutes))
        return True
    except IntegrityError:  # somebody else's first try came in between
        return bool(room.update(count=F("count") + 1))


def _give_back(digests: list[str]) -> None:
    TryCount.objects.filter(digest__in=digests, count__gt=0).update(count=F("count") - 1)


def _end_of(digest: str, now: datetime.datetime) -> datetime.datetime:
    row = TryCount.objects.filter(digest=digest).first()
    return row.ends_at if row else now  # its window ended this very moment


def _digest(bound: Bound, by: str) -> str:
    return salted_hmac("canon.sign_in", f"{bound.kind}\0{by}", algorithm="sha256").hexdigest()
