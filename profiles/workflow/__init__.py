"""The one door between desk and shelf, and the one by which shared texts change: the only writer of a state.

Each move is a compare-and-set under the lock of its profile, with its event in the same transaction: of two
people who press at once exactly one wins, and the other is told (Conflict, Refused).
"""

from profiles.desk import Conflict
from profiles.workflow.bringing import bring, restore_rows
from profiles.workflow.moves import (
    Refused,
    approve,
    moved,
    propose_retirement,
    proposed_to_retire,
    retire,
    send_back,
    submit,
    submit_imported,
    withdraw,
)
from profiles.workflow.proposing import accept, decline, is_stale, propose, seen_as, try_out, withdraw_proposal
from profiles.workflow.releasing import make_release, restore_release_records
from profiles.workflow.resting import resting_on
from profiles.workflow.restoring import Clash, content_of, restore_events, restore_profiles, restore_revisions
from profiles.workflow.resubmitting import submit_again
from profiles.workflow.shelving import preview

__all__ = [
    "Clash",
    "Conflict",
    "Refused",
    "accept",
    "approve",
    "bring",
    "content_of",
    "decline",
    "is_stale",
    "make_release",
    "moved",
    "preview",
    "propose",
    "propose_retirement",
    "proposed_to_retire",
    "resting_on",
    "restore_events",
    "restore_profiles",
    "restore_release_records",
    "restore_revisions",
    "restore_rows",
    "retire",
    "seen_as",
    "send_back",
    "submit",
    "submit_again",
    "submit_imported",
    "try_out",
    "withdraw",
    "withdraw_proposal",
]
