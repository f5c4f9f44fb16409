"""The desk and the shelf in the admin: where curators write and approvers decide."""

from profiles.admin import (
    checked,
    correction,
    errands,
    misses,
    parity,
    profile,
    proposal,
    release,
    revision,
    shared,
    titles,
    tokens,
)

__all__ = [
    "checked",
    "correction",
    "errands",
    "misses",
    "parity",
    "profile",
    "proposal",
    "release",
    "revision",
    "shared",
    "titles",
    "tokens",
]
