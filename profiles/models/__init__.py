"""The tables: desk (profile, provenance), shelf (revision, event, heading, listing), and what stands beside them."""

from profiles.models.checked import CanonCheck, CanonFinding
from profiles.models.correction import Correction, Sender, SendersDay
from profiles.models.errand import Errand, ErrandKind, ErrandPiece, Stage, Step
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
from profiles.models.titles import Band, ListedTitle, TitleKind, TitleList
from profiles.models.token import ApiToken
from profiles.models.upkeep import ProfileUse, Reminder, Upkeep
from profiles.models.waiver import Waiver
from profiles.models.weighed import DeskFindings, OtherPay

__all__ = [
    "Alias",
    "ApiToken",
    "Band",
    "CanonCheck",
    "CanonFinding",
    "Contributor",
    "Correction",
    "DeskFindings",
    "DeskPay",
    "Errand",
    "ErrandKind",
    "ErrandPiece",
    "Event",
    "Heading",
    "HeadingVersion",
    "ListedTitle",
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
    "Release",
    "ReleaseMember",
    "ReleaseText",
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
    "Stage",
    "Step",
    "TitleKind",
    "TitleList",
    "Upkeep",
    "Waiver",
]
