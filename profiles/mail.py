"""Tells people by e-mail what waits for them: approvers of a submission, authors of a decision; or once a day."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mass_mail
from django.urls import reverse

from profiles.models import Correction, Revision
from profiles.people import curators, name_of
from profiles.states import Move, State

_DECISIONS = (Move.APPROVE, Move.SEND_BACK, Move.RETIRE)


def on_move(sender: type, revision: Revision, move: Move, **_: object) -> None:
    """Listens to the workflow, after the commit."""
    if settings.MAIL_DIGEST:
        return
    if move is Move.SUBMIT:
        contributors = {contributor.name for contributor in revision.contributors.all()}
        readers = [user for user in approvers() if name_of(user) not in contributors]
        _send(readers, f"In review: {revision.key}", _submitted(revision))
    elif move in _DECISIONS:
        authors = get_user_model().objects.filter(pk=revision.submitted_by_id, is_active=True)
        _send(authors, f"{revision.state.capitalize()}: {revision.key}", _decided(revision))


def approvers() -> Iterable:
    """Active people who may decide."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return get_user_model().objects.with_perm("profiles.approve_revision", backend=backend, include_superusers=False)


def send_digests() -> int:
    """One message a person with what waits for them; how many were sent."""
    waiting = list(Revision.objects.listed().open().order_by("submitted_at"))
    lines = [f"{revision.key}  {revision.title}\n  {_address(revision)}" for revision in waiting]
    sent = 0
    if lines:
        sent += _send(approvers(), f"{len(lines)} texts in review", "\n".join(lines))
    returned = Revision.objects.filter(state=State.RETURNED, submitted_by__isnull=False).defer("payload")
    later = Revision.objects.open().values("profile")
    for author in get_user_model().objects.filter(pk__in=returned.values("submitted_by"), is_active=True):
        mine = returned.filter(submitted_by=author).exclude(profile__in=later)
        text = "\n".join(f"{revision.key}: {revision.decision_note}\n  {_address(revision)}" for revision in mine)
        sent += _send([author], "Texts that were sent back to you", text) if text else 0
    return sent + _send_corrections()


def _send_corrections() -> int:
    """To curators: how many corrections wait. What readers wrote stays on the desk."""
    waiting = Correction.objects.open().count()
    if not waiting:
        return 0
    address = settings.SITE_URL + reverse("admin:profiles_correction_changelist")
    subject = "1 correction suggested" if waiting == 1 else f"{waiting} corrections suggested"
    return _send(curators(), subject, f"By readers, not dealt with yet:\n  {address}")


def _submitted(revision: Revision) -> str:
    who = revision.submitted_by_name or "somebody"
    return f"{who} submitted “{revision.title}” ({revision.key}).\n\n{revision.submit_note}\n\n{_address(revision)}"


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
