"""Who each route is for, in one table; a test walks all routes and fails on one that is not declared here.

The table does not guard anything: views, admin classes and the workflow do. It says what they are held to.
"""

from enum import StrEnum
from fnmatch import fnmatchcase


class Audience(StrEnum):
    """Whom a route answers; `desk` is curators, approvers and reviewers, `pay` those of them who may see pay."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    DESK = "desk"
    CURATOR = "curator"
    APPROVER = "approver"
    REVIEWER = "reviewer"
    PAY = "pay"
    SUPERUSER = "superuser"
    DEVELOPER = "developer"
    NOBODY = "nobody"


# Name of the route (with * for any run of characters) → audience; the first that fits holds.
TABLE = (
    ("healthz", Audience.PUBLIC),
    ("readyz", Audience.PUBLIC),
    ("profiles:gallery", Audience.DEVELOPER),
    ("profiles:*", Audience.PUBLIC),
    ("taxonomy:*", Audience.PUBLIC),
    ("api:*", Audience.PUBLIC),  # what it tells is public; on a private site its door asks for a token or a session
    ("account_change_password", Audience.SIGNED_IN),
    ("account_*", Audience.PUBLIC),
    ("company_*", Audience.PUBLIC),
    ("admin:login", Audience.PUBLIC),
    ("admin:logout", Audience.DESK),
    ("admin:auth_*", Audience.SUPERUSER),
    ("admin:index", Audience.DESK),
    ("admin:password_change*", Audience.DESK),
    ("admin:autocomplete", Audience.DESK),
    ("admin:jsi18n", Audience.DESK),
    ("admin:app_list", Audience.DESK),
    ("admin:-", Audience.DESK),  # addresses of old admins and the catch-all: they lead elsewhere or to 404
    ("admin:*_delete", Audience.NOBODY),
    ("admin:profiles_profile_submit", Audience.CURATOR),
    ("admin:profiles_profile_hand_over", Audience.CURATOR),
    ("admin:profiles_profile_add", Audience.CURATOR),
    ("admin:profiles_profile_*workbook*", Audience.CURATOR),
    ("admin:profiles_profile_external", Audience.CURATOR),
    ("admin:profiles_profile_set_aside", Audience.CURATOR),
    ("admin:profiles_profile_answer", Audience.CURATOR),
    ("admin:profiles_profile_pay", Audience.CURATOR),
    ("admin:profiles_profile_scaffold", Audience.CURATOR),
    ("admin:profiles_profile_waive", Audience.CURATOR),
    ("admin:profiles_profile_end_waiver", Audience.CURATOR),
    ("admin:profiles_profile_reckon", Audience.CURATOR),
    ("admin:profiles_profile_*review*", Audience.DESK),
    ("admin:profiles_profile_*", Audience.DESK),
    ("admin:profiles_revision_approve", Audience.APPROVER),
    ("admin:profiles_revision_send_back", Audience.APPROVER),
    ("admin:profiles_revision_retire", Audience.APPROVER),
    ("admin:profiles_revision_claim_it", Audience.APPROVER),
    ("admin:profiles_revision_withdraw", Audience.CURATOR),
    ("admin:profiles_revision_propose_retirement", Audience.CURATOR),
    ("admin:profiles_revision_add", Audience.NOBODY),
    ("admin:profiles_revision_*", Audience.DESK),
    ("admin:profiles_proposal_accept", Audience.APPROVER),
    ("admin:profiles_proposal_decline", Audience.APPROVER),
    ("admin:profiles_proposal_withdraw*", Audience.CURATOR),
    ("admin:profiles_proposal_add", Audience.NOBODY),
    ("admin:profiles_proposal_*", Audience.DESK),
    ("admin:profiles_release_add", Audience.APPROVER),
    ("admin:profiles_release_*", Audience.DESK),
    ("admin:profiles_correction_add", Audience.NOBODY),
    ("admin:profiles_correction_*", Audience.CURATOR),
    ("admin:profiles_searchmiss_add", Audience.NOBODY),
    ("admin:profiles_searchmiss_*", Audience.CURATOR),
    ("admin:profiles_payreason_add", Audience.NOBODY),
    ("admin:profiles_payreason_*", Audience.PAY),
    ("admin:profiles_canonfinding_start", Audience.CURATOR),
    ("admin:profiles_canonfinding_add", Audience.NOBODY),
    ("admin:profiles_canonfinding_*", Audience.DESK),
    ("admin:profiles_titlelist_*", Audience.CURATOR),
    ("admin:profiles_errand_add", Audience.NOBODY),
    ("admin:profiles_errand_*", Audience.CURATOR),
    ("admin:profiles_apitoken_*", Audience.SUPERUSER),
    ("admin:taxonomy_*_add", Audience.CURATOR),
    ("admin:taxonomy_*", Audience.DESK),
)


def audience_of(name: str) -> Audience | None:
    """The audience of a route by its full name ("admin:index"); None where nobody has said."""
    return next((audience for pattern, audience in TABLE if fnmatchcase(name, pattern)), None)
