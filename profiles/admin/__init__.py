"""The desk and the shelf in the admin: where curators write and approvers decide."""

from profiles.admin import correction, misses, profile, proposal, revision, shared

__all__ = ["correction", "misses", "profile", "proposal", "revision", "shared"]
