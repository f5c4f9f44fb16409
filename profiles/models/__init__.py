"""The tables of the desk (profile, provenance) and of the shelf (revision, event, heading)."""

from profiles.models.profile import Alias, DeskPay, Profile, Responsibility, SkillUse
from profiles.models.provenance import Mapping, Objection, PanelScore, Source
from profiles.models.revision import (
    Contributor,
    Event,
    Heading,
    Revision,
    RevisionPay,
    RevisionSkill,
)

__all__ = [
    "Alias",
    "Contributor",
    "DeskPay",
    "Event",
    "Heading",
    "Mapping",
    "Objection",
    "PanelScore",
    "Profile",
    "Responsibility",
    "Revision",
    "RevisionPay",
    "RevisionSkill",
    "SkillUse",
    "Source",
]
