"""The tables of the desk (profile, provenance), of the shelf (revision, event, heading), proposals, corrections."""

from profiles.models.correction import Correction, Sender, SendersDay
from profiles.models.profile import Alias, DeskPay, Profile, Responsibility, SkillUse
from profiles.models.proposal import Proposal
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
    "Correction",
    "DeskPay",
    "Event",
    "Heading",
    "Mapping",
    "Objection",
    "PanelScore",
    "Profile",
    "Proposal",
    "Responsibility",
    "Revision",
    "RevisionPay",
    "RevisionSkill",
    "Sender",
    "SendersDay",
    "SkillUse",
    "Source",
]
