"""Tells people by e-mail what waits for them: approvers of a submission, authors of a decision; or once a day."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mass_mail
from django.urls import reverse

from profiles.models import Correction, Proposal, Revision
from profiles.people import curators
from profiles.states import Move, State
from profiles.workflow.waiting import asked_by, asked_of, is_own, reasons, waiting

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
