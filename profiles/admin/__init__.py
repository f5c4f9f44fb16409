"""The desk and the shelf in the admin: where curators write and approvers decide."""

from profiles.admin import correction, misses, parity, profile, proposal, release, revision, shared

__all__ = ["correction", "misses", "parity", "profile", "proposal", "release", "revision", "shared"]
