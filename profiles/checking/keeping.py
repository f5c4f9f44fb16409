"""Keeps what a check found, for the desk and the dashboard: in small transactions, and seen by nobody until it ends."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from profiles.checking.tally import Tally, waited
from profiles.checking.walking import GRAVITY, Checked
from profiles.models import CanonCheck, CanonFinding, Revision
from profiles.models.revision import Origin
from profiles.people import name_of
from profiles.states import Conflict
from taxonomy.bulk import insert

# Nobody waits longer for a check that was begun and never ended; its machine may have been switched off.
PATIENCE = datetime.timedelta(minutes=15)
KEPT = 100  # checks; of those before the last only the figures
BATCH = 2_000
_COLUMNS = (
    "check_of",
    "revision",
    "key",
    "function_code",
    "code",
    "severity",
    "gravity",
    "place",
    "message",
    "of",
    "mark",
)


def running() -> CanonCheck | None:
    """A check that was begun lately and has not ended."""
    since = timezone.now() - PATIENCE
    return CanonCheck.objects.filter(checked_at__isnull=True, begun_at__gte=since).order_by("-pk").first()


def begin(*, by=None, alone: bool = False) -> CanonCheck:
    """A row for a check that starts now; `alone`: a Conflict where another one runs."""
    with transaction.atomic():
        if alone and (other := running()):
            raise Conflict(f"a check was begun at {other.begun_at:%H:%M} UTC and has not ended yet")
        return CanonCheck.objects.create(begun_at=timezone.now(), checked_by=by, checked_by_name=name_of(by))


class Keeper:
    """Takes what was found text by text; writes a batch at a time."""

    def __init__(self, check: CanonCheck, tally: Tally) -> None:
        self._check, self._tally = check, tally
        self._rows: list[tuple] = []

    def keep(self, checked: Checked) -> None:
        text = checked.text
        for finding in (seen.finding for seen in checked.findings):
            severity = (str(finding.severity), GRAVITY[finding.severity])
            told = (finding.code, *severity, finding.where, finding.message, finding.of, finding.mark)
            self._rows.append((self._check.pk, text.revision, text.key, text.function, *told))
        if len(self._rows) >= BATCH:
            self._write()

    def _write(self) -> None:
        with transaction.atomic():
            insert(CanonFinding, _COLUMNS, self._rows)
        self._rows = []

    def end(self) -> CanonCheck:
        """From now on this is the last check; what earlier ones found goes."""
        public = self._tally.public
        with transaction.atomic():
            self._write()
            CanonFinding.objects.exclude(check_of=self._check)._raw_delete(CanonFinding.objects.db)
            done = {
                "checked_at": timezone.now(),
                "profiles": public["approved"],
                "public": public,
                "work": self._work(),
            }
            CanonCheck.objects.filter(pk=self._check.pk).update(**done)
            for old in (
                CanonCheck.objects.exclude(pk=self._check.pk).order_by("-pk").values_list("pk", flat=True)[KEPT:]
            ):
                CanonCheck.objects.filter(pk=old).delete()
        return CanonCheck.objects.get(pk=self._check.pk)

    def _work(self) -> dict:
        rows = Revision.objects.filter(origin=Origin.DESK, decided_at__isnull=False)
        days = [
            (end - start) / datetime.timedelta(days=1) for start, end in rows.values_list("submitted_at", "decided_at")
        ]
        changed = Revision.objects.approved().filter(basis_changed_at__isnull=False).count()
        return {"kinds": self._tally.kinds, "waited": waited(days), "basis_changed": changed}


@contextmanager
def given_up(check: CanonCheck) -> Iterator[None]:
    """A check that breaks leaves nothing behind."""
    try:
        yield
    except BaseException:
        CanonFinding.objects.filter(check_of=check)._raw_delete(CanonFinding.objects.db)
        CanonCheck.objects.filter(pk=check.pk).delete()
        raise
