"""Submits an approved text once more, not a word of its own changed, because what it rests on is another by now."""

from profiles import desk, payloads
from profiles.models import Profile, Revision
from profiles.payloads import Content
from profiles.states import Refused, State
from profiles.workflow.moves import submit


def submit_again(revision: Revision, *, by, note: str) -> Revision:
    """Puts the approved text in review on today's shared texts; refused where the desk holds other work.

    What the panel judged is the same text, so its scores stay valid.
    """
    revision = Revision.objects.select_related("pay").get(pk=revision.pk)
    if revision.state != State.APPROVED or revision.basis_changed_at is None:
        raise Refused(
            f"{revision.key}: an approved text whose basis has changed expected, this one is {_told(revision)}"
        )
    profile = Profile.objects.on_desk().get(pk=revision.profile_id)
    if _stands_on_desk(profile) != _was_approved(revision):
        raise Refused(
            f"the desk of {revision.key} holds other work than the approved v{revision.number}: look at it, and submit"
            " it by itself"
        )
    return submit(profile, by=by, note=note, seen=profile.lock)


def _told(revision: Revision) -> str:
    return "approved on today's shared texts" if revision.state == State.APPROVED else revision.state


def _stands_on_desk(profile: Profile) -> tuple:
    content = Content(payloads.record_of(profile))
    return content.digest, content.pay


def _was_approved(revision: Revision) -> tuple:
    payload = payloads.read(revision.payload, revision.schema)
    # Names of skills are the canon's: a skill that is spelled otherwise by now is no other work.
    [content] = desk.spelled([Content(payloads.record_from(payload, payloads.own_pay(revision)))])
    return content.digest, content.pay
