"""The one door between desk and shelf: every move of a revision, and the only writer of a state.

Each move is a compare-and-set under the lock of its profile, with its event in the same transaction: of two
people who press at once exactly one wins, and the other is told (Conflict, Refused).
"""

from profiles.desk import Conflict
from profiles.workflow.moves import (
    Refused,
    approve,
    moved,
    propose_retirement,
    retire,
    send_back,
    submit,
    submit_imported,
    withdraw,
)
from profiles.workflow.restoring import Clash, restore_events, restore_profiles, restore_revisions
from profiles.workflow.shelving import preview

__all__ = [
    "Clash",
    "Conflict",
    "Refused",
    "approve",
    "moved",
    "preview",
    "propose_retirement",
    "restore_events",
    "restore_profiles",
    "restore_revisions",
    "retire",
    "send_back",
    "submit",
    "submit_imported",
    "withdraw",
]
