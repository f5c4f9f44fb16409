"""The tables: desk (profile, provenance), shelf (revision, event, heading, listing), releases, proposals, search."""

from profiles.models.correction import Correction, Sender, SendersDay
from profiles.models.listing import Listing, ListingClock, SkillHeading
from profiles.models.parity import PayReason
from profiles.models.profile import Alias, DeskPay, Profile, Responsibility, SkillUse
from profiles.models.proposal import Proposal
from profiles.models.provenance import Mapping, Objection, PanelScore, Source
from profiles.models.release import HeadingVersion, Release, ReleaseMember, ReleaseText
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
from profiles.models.weighed import DeskFindings, OtherPay

__all__ = [
    "Alias",
    "Contributor",
    "Correction",
    "DeskFindings",
    "DeskPay",
    "Event",
    "Heading",
    "HeadingVersion",
    "Listing",
    "ListingClock",
    "Mapping",
    "Objection",
    "OtherPay",
    "PanelScore",
    "PayReason",
    "Profile",
    "Proposal",
    "Release",
    "ReleaseMember",
    "ReleaseText",
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
]
