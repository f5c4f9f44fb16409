"""Tells people by e-mail what waits for them: approvers, authors, curators; at each move, daily, or monthly."""

import datetime
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mass_mail
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from profiles.ageing import months_after
from profiles.models import Correction, Proposal, Reminder, Revision, Upkeep
from profiles.people import curators
from profiles.states import Move, State
from profiles.workflow.waiting import asked_by, asked_of, is_own, reasons, waiting

# Reviews that one message names; the rest stand in the calendar.
MOST_DUE = 50
_DECISIONS = (Move.APPROVE, Move.SEND_BACK, Move.RETIRE)


def on_move(sender: type, revision: Revision, move: Move, **_: object) -> None:
    """Listens to the workflow, after the commit."""
    if settings.MAIL_DIGEST:
        return
    if move is Move.SUBMIT:
        readers = [user for user in approvers() if not is_own(revision, user)]
        _send(readers, f"In review: {revision.key}", _submitted(revision))
    elif move is Move.PROPOSE_RETIREMENT:
        readers = [user for user in approvers() if not is_own(revision, user)]
        _send(readers, f"Retirement proposed: {revision.key}", _ending(revision))
    elif move in _DECISIONS:
        authors = get_user_model().objects.filter(pk=revision.submitted_by_id, is_active=True)
        _send(authors, f"{revision.state.capitalize()}: {revision.key}", _decided(revision))


def approvers() -> Iterable:
    """Active people who may decide."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return get_user_model().objects.with_perm("profiles.approve_revision", backend=backend, include_superusers=False)


def send_digests() -> int:
    """One message a person with what waits for them; how many were sent."""
    revisions = list(waiting(Revision.objects.defer("payload").prefetch_related("contributors")))
    proposals = list(Proposal.objects.open().order_by("pk"))
    sent = 0
    for reader in approvers():
        lines = [_line(revision) for revision in revisions if not is_own(revision, reader)]
        lines += [_proposed(proposal) for proposal in proposals if proposal.proposed_by_id != reader.pk]
        if lines:
            heading = f"{len(lines)} decision{'s' if len(lines) > 1 else ''} that wait{'' if len(lines) > 1 else 's'}"
            sent += _send([reader], heading, "\n".join(lines))
    return sent + _send_returned() + _send_corrections()


def _send_returned() -> int:
    sent = 0
    returned = Revision.objects.filter(state=State.RETURNED, submitted_by__isnull=False).defer("payload")
    later = Revision.objects.open().values("profile")
    for author in get_user_model().objects.filter(pk__in=returned.values("submitted_by"), is_active=True):
        mine = returned.filter(submitted_by=author).exclude(profile__in=later)
        text = "\n".join(f"{revision.key}: {revision.decision_note}\n  {_address(revision)}" for revision in mine)
        sent += _send([author], "Texts that were sent back to you", text) if text else 0
    return sent


def _send_corrections() -> int:
    """To curators: how many corrections wait. What readers wrote stays on the desk."""
    count = Correction.objects.open().count()
    if not count:
        return 0
    address = settings.SITE_URL + reverse("admin:profiles_correction_changelist")
    subject = "1 correction suggested" if count == 1 else f"{count} corrections suggested"
    return _send(curators(), subject, f"By readers, not dealt with yet:\n  {address}")


# -- what is due for review ------------------------------------------------------------------------


def remind(on: datetime.date | None = None) -> int:
    """To each curator, once a month: what lies with them and is due by its end; how many messages were sent.

    What lies with nobody who could be written to is told to all curators, as a number.
    """
    on = on or timezone.now().date()
    month = on.replace(day=1)
    people = {user.get_username(): user for user in curators() if user.email}
    told = set(Reminder.objects.filter(month=month).values_list("username", flat=True))
    due: dict[str, list[Upkeep]] = {}
    for row in _due_before(months_after(month, 1)):
        due.setdefault(row.owner if row.owner in people else "", []).append(row)
    nobodys = len(due.pop("", ()))
    return sum(
        _remind(user, due.get(name, ()), nobodys, on)
        for name, user in sorted(people.items())
        if name not in told and (name in due or nobodys)
    )


def _due_before(end: datetime.date) -> QuerySet[Upkeep]:
    """The longest due first; what is in review is being looked at."""
    rows = Upkeep.objects.filter(due_on__lt=end).exclude(profile__revisions__state=State.IN_REVIEW)
    owner = Coalesce(F("profile__kept_by__username"), F("profile__edited_by_name"))
    names = ("profile", "due_on", "revision__key", "revision__title", "revision__profile")
    return rows.annotate(owner=owner).select_related("revision").only(*names).order_by("due_on", "profile")


def _remind(user, rows: Sequence[Upkeep], nobodys: int, on: datetime.date) -> int:
    """Written down first, so that two timers do not tell twice; taken back where the message could not be sent."""
    reminder, new = Reminder.objects.get_or_create(username=user.get_username(), month=on.replace(day=1))
    if not new:
        return 0
    try:
        return _send([user], f"Due for review in {on:%B %Y}: {len(rows) or nobodys}", _due(rows, nobodys, user, on))
    except Exception:
        reminder.delete()
        raise


def _due(rows: Sequence[Upkeep], nobodys: int, user, on: datetime.date) -> str:
    calendar = settings.SITE_URL + reverse("admin:profiles_profile_calendar")
    lines = [_due_line(row, on) for row in rows[:MOST_DUE]]
    if len(rows) > MOST_DUE:
        lines.append(f"and {len(rows) - MOST_DUE} more")
    if rows:
        lines.append(f"All that lies with you:\n  {calendar}?{urlencode({'owner': user.get_username()})}")
    if nobodys:
        lines.append(f"{nobodys} more lie with nobody who could be told:\n  {calendar}")
    return "\n".join(lines)


def _due_line(row: Upkeep, on: datetime.date) -> str:
    address = settings.SITE_URL + reverse("admin:profiles_profile_change", args=[row.pk])
    late = ", overdue" if row.due_on < on else ""
    return f"{row.revision.key}  {row.revision.title}\n  due on {row.due_on}{late}\n  {address}"


# -- how it is told --------------------------------------------------------------------------------


def _line(revision: Revision) -> str:
    """What waits, since when, by whom, how urgent and with whom it lies."""
    told = [f"{asked_of(revision)}, by {asked_by(revision) or 'somebody'}, since {revision.waits_since:%Y-%m-%d}"]
    told += reasons(revision)
    return f"{revision.key}  {revision.title}\n  {'; '.join(told)}\n  {_address(revision)}"


def _proposed(proposal: Proposal) -> str:
    address = settings.SITE_URL + reverse("admin:profiles_proposal_change", args=[proposal.pk])
    who = proposal.proposed_by_name or "somebody"
    return f"{proposal}\n  change of a shared text, by {who}, since {proposal.proposed_at:%Y-%m-%d}\n  {address}"


def _submitted(revision: Revision) -> str:
    who = revision.submitted_by_name or "somebody"
    return f"{who} submitted “{revision.title}” ({revision.key}).\n\n{revision.submit_note}\n\n{_address(revision)}"


def _ending(revision: Revision) -> str:
    who = revision.retirement_proposed_by_name or "somebody"
    told = f"{who} proposed to retire “{revision.title}” ({revision.key}).\n\n{revision.retirement_reason}"
    return f"{told}\n\n{_address(revision)}"


def _decided(revision: Revision) -> str:
    who = revision.decided_by_name or "an approver"
    note = f"\n\n{revision.decision_note}" if revision.decision_note else ""
    return f"“{revision.title}” ({revision.key}) is {revision.state}, by {who}.{note}\n\n{_address(revision)}"


def _address(revision: Revision) -> str:
    return settings.SITE_URL + reverse("admin:profiles_revision_change", args=[revision.pk])


def _send(people: Iterable, subject: str, text: str) -> int:
    # A title may hold anything but a line break; headers with one are refused by Django.
    messages = [(subject, text, settings.DEFAULT_FROM_EMAIL, [person.email]) for person in people if person.email]
    return send_mass_mail(messages) if messages else 0
