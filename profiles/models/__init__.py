"""The tables: desk (profile, provenance), shelf (revision, event, heading, listing), what is asked, and upkeep."""

from profiles.models.checked import CanonCheck, CanonFinding
from profiles.models.correction import Correction, Sender, SendersDay
from profiles.models.listing import Listing, ListingClock, SkillHeading
from profiles.models.parity import PayReason
from profiles.models.profile import Alias, DeskPay, Profile, Responsibility, SkillUse
from profiles.models.proposal import Proposal
from profiles.models.provenance import Mapping, Objection, PanelScore, Source
from profiles.models.revision import (
    Contributor,
    Event,
    Heading,
    Revision,
    RevisionMapping,
    RevisionPay,
    RevisionSkill,
)
from profiles.models.search import SearchCaption, SearchDocument, SearchMiss, SearchSpelling
from profiles.models.upkeep import ProfileUse, Reminder, Upkeep
from profiles.models.waiver import Waiver
from profiles.models.weighed import DeskFindings, OtherPay

__all__ = [
    "Alias",
    "CanonCheck",
    "CanonFinding",
    "Contributor",
    "Correction",
    "DeskFindings",
    "DeskPay",
    "Event",
    "Heading",
    "Listing",
    "ListingClock",
    "Mapping",
    "Objection",
    "OtherPay",
    "PanelScore",
    "PayReason",
    "Profile",
    "ProfileUse",
    "Proposal",
    "Reminder",
    "Responsibility",
    "Revision",
    "RevisionMapping",
    "RevisionPay",
    "RevisionSkill",
    "SearchCaption",
    "SearchDocument",
    "SearchMiss",
    "SearchSpelling",
    "Sender",
    "SendersDay",
    "SkillHeading",
    "SkillUse",
    "Source",
    "Upkeep",
    "Waiver",
]
