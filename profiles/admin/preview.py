"""The desk as it would be sealed now, and sealed texts as somebody reads them from whom the panel is kept."""

import copy
from collections.abc import Iterable

from profiles import payloads, workflow
from profiles.gate import Finding
from profiles.models import Event, Profile
from profiles.rendering.shelf import Sealed
from profiles.states import PANEL_MOVES


def preview_of(profile: Profile) -> Sealed:
    """The desk as a revision that is not saved, with the pay that it would be sealed with."""
    content = payloads.Content(payloads.record_of(profile))
    draft = payloads.draft(profile, content, payloads.marks_of(profile, content), payloads.BasisBook())
    sealed = Sealed(workflow.preview(profile, draft), sees_pay=True)
    sealed.pay = draft.pay
    return sealed


# -- for a reviewer who has not scored yet (reviewing.is_blind) ------------------------------------


def without_panel(sealed: Sealed) -> Sealed:
    """The same text with nothing in it that other reviewers said, or that follows from it."""
    bare = Sealed(copy.copy(sealed.revision), sealed.sees_pay)
    bare.pay = sealed.pay
    bare.payload = sealed.payload | {"panel": [], "confidence": None}
    bare.revision.confidence = None
    return bare


def findings_without_panel(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.where != "panel"]


def events_without_panel(events: Iterable[Event]) -> list[Event]:
    """What the panel did is told without what it said."""
    shown = list(events)
    for event in shown:
        if event.move in PANEL_MOVES:
            event.note = event.source = event.target = ""
    return shown
