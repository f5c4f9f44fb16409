"""What becomes of a correction: a curator claims it, and takes or declines it with a note."""

from django.utils import timezone

from profiles.models.correction import Correction, CorrectionOutcome
from profiles.people import may, name_of
from profiles.states import Conflict, Refused, Role
from taxonomy.texts import clean_text

LONGEST_NOTE = 2_000


def claim(correction: Correction, *, by, note: str = "") -> Correction:
    """Says to the others that this curator looks after it. A claim may be taken over."""
    return _write(correction, by=by, claimed_by=by, claimed_by_name=name_of(by), claimed_at=timezone.now())


def take(correction: Correction, *, by, note: str = "") -> Correction:
    """It was right, and has found its way to the desk."""
    return _close(correction, CorrectionOutcome.TAKEN, by=by, note=_clean(note))


def decline(correction: Correction, *, by, note: str = "") -> Correction:
    """The text stays as it is; the note says why."""
    if not (note := _clean(note)):
        raise Refused("a note that says why it is declined is expected, found none")
    return _close(correction, CorrectionOutcome.DECLINED, by=by, note=note)


def _close(correction: Correction, outcome: CorrectionOutcome, *, by, note: str) -> Correction:
    closed = {"closed_by": by, "closed_by_name": name_of(by), "closed_at": timezone.now(), "closing_note": note}
    return _write(correction, by=by, outcome=outcome, **closed)


def _write(correction: Correction, *, by, **columns: object) -> Correction:
    """Of two curators who press at once exactly one closes it."""
    if not may(by, Role.CURATOR):
        raise Refused(f"to deal with a correction asks for a curator; {name_of(by) or 'nobody'} is none")
    if not Correction.objects.open().filter(pk=correction.pk).order_by().update(**columns):
        raise Conflict("the correction was closed by somebody else by now")
    return Correction.objects.with_revisions().get(pk=correction.pk)


def _clean(note: str) -> str:
    try:
        note = clean_text(note)
    except ValueError as error:
        raise Refused(f"note: {error}") from error
    if len(note) > LONGEST_NOTE:
        raise Refused(f"note: at most {LONGEST_NOTE:,} characters expected, found {len(note):,}")
    return note
