"""What all writes of the panel have in common: the role, the lock, the digest, and texts that may be stored."""

from profiles import payloads, trail, upkeep, weighing
from profiles.models import Profile
from profiles.payloads import Content
from profiles.people import may, name_of
from profiles.states import Conflict, Move, Refused, Role
from taxonomy.texts import clean_line, clean_text

LONGEST_NOTE = 2_000


def ask(role: Role, by, what: str) -> None:
    if not may(by, role):
        raise Refused(f"to {what} asks for a {role}; {name_of(by) or 'nobody'} is none")


def locked(profile: Profile, seen_digest: str | None = None) -> tuple[Profile, Content]:
    """The parent row first, as every move does; then the desk as it stands."""
    Profile.objects.select_for_update(of=("self",)).only("pk").get(pk=profile.pk)
    profile = Profile.objects.on_desk().get(pk=profile.pk)
    content = Content(payloads.record_of(profile))
    if seen_digest is not None and content.judged != seen_digest:
        raise Conflict(f"the text of {profile.key} is another by now than the one you read")
    return profile, content


def again(model, pk: int):
    """The row under the lock; somebody may have taken it away."""
    row = model.objects.filter(pk=pk).first()
    if row is None:
        raise Conflict("the review is no longer there: somebody set it aside, or a file took its place")
    return row


def renewed(profile: Profile) -> tuple[str, str]:
    """Renews the digest as the desk does, though nobody has edited; (before, after)."""
    fresh = Profile.objects.on_desk().get(pk=profile.pk)
    content = Content(payloads.record_of(fresh))
    weighing.weigh(fresh, content)
    upkeep.reckon([profile.pk])
    Profile.objects.filter(pk=profile.pk).update(digest=content.digest, judged=content.judged)
    return profile.digest, content.digest


def tell(profile: Profile, move: Move, *told: str, by, source: str = "", target: str = "") -> None:
    """One event; what is told of it stands in one note."""
    before, after = renewed(profile)
    note = "; ".join(filter(None, told))
    trail.tell(profile, move, by=by, note=note, source=source, target=target, before=before, after=after)


def clean(value: str, what: str, longest: int) -> str:
    try:
        value = clean_text(value)
    except ValueError as error:
        raise Refused(f"{what}: {error}") from error
    if len(value) > longest:
        raise Refused(f"{what}: at most {longest:,} characters expected, found {len(value):,}")
    return value


def clean_note(value: str) -> str:
    return clean(value, "note", LONGEST_NOTE)


def clean_name(value: str, what: str, longest: int) -> str:
    """On one line, and not blank."""
    if not (name := clean_line(clean(value, what, longest))):
        raise Refused(f"{what}: a text that is not blank expected")
    return name
