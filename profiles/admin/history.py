"""The history of a profile: revisions and events in one line of time, and the difference between any two texts."""

from collections.abc import Iterable
from dataclasses import dataclass

from profiles.admin.decision import told_apart
from profiles.admin.preview import events_without_panel, without_panel
from profiles.models import Event, Profile, Revision
from profiles.rendering.difference import Shown
from profiles.rendering.shelf import Sealed
from profiles.reviewing import is_blind


@dataclass(frozen=True)
class History:
    """Everything that happened to a profile, latest first; `before` and `after` are the two chosen to be told apart."""

    profile: Profile
    events: Iterable[Event]
    revisions: list[Revision]
    before: Revision | None
    after: Revision | None
    difference: Shown | None


def history_of(profile: Profile, user, *, before: str = "", after: str = "") -> History:
    """`before` and `after` are primary keys of revisions as text; what is none of this profile's is left out."""
    revisions = list(profile.revisions.defer("payload").order_by("-pk"))
    known = {str(revision.pk): revision for revision in revisions}
    chosen = known.get(before), known.get(after)
    blind = is_blind(profile, user)
    texts = (
        [without_panel(Sealed(text, True)) if blind else Sealed(text, True) for text in chosen] if all(chosen) else []
    )
    difference = told_apart(*texts, user) if texts else None
    events = profile.events.select_related("revision").defer("revision__payload").order_by("-pk")[:500]
    events = events_without_panel(events) if blind else events
    return History(profile, events, revisions, *chosen, difference)
