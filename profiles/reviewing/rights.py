"""Who may score a text, and from whom the scores of others are kept until then."""

from profiles import trail
from profiles.models import Contributor, PanelScore, Profile
from profiles.people import may, name_of
from profiles.states import Role, State


def contributed(profile: Profile, user) -> bool:
    """Whether this user wrote or edited what stands here since the last approval, or submitted what is in review."""
    submitted = Contributor.objects.filter(revision__profile=profile, revision__state=State.IN_REVIEW)
    everybody = [*trail.editors(profile), *submitted.values_list("name", "user")]
    # By name as well: what was restored from a file knows its people by name only.
    return any(name == name_of(user) or (pk is not None and pk == user.pk) for name, pk in everybody)


def why_not(profile: Profile, user) -> str:
    """Why this user may not score this text, in a sentence; "" where they may."""
    if not may(user, Role.REVIEWER):
        return f"to review asks for a reviewer; {name_of(user) or 'nobody'} is none"
    if contributed(profile, user):
        return f"{name_of(user)} wrote or edited this text, so somebody else has to score it"
    return ""


def is_blind(profile: Profile, user) -> bool:
    """Whether others' scores are to be kept from this user wherever they look: a reviewer who has not scored yet.

    Whoever curates or approves needs the panel for that work; to them it is hidden on the review page alone.
    """
    if may(user, Role.CURATOR) or may(user, Role.APPROVER):
        return False
    return not has_scored(profile, user) and not why_not(profile, user)


def has_scored(profile: Profile, user) -> bool:
    """Whether this user has scored the very text that stands on the desk."""
    return PanelScore.objects.filter(profile=profile, reviewer=user, judged_digest=profile.judged).exists()
