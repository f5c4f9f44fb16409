"""The desk and the shelf in the admin: where curators write and approvers decide."""

from profiles.admin import profile, proposal, revision, shared

__all__ = ["profile", "proposal", "revision", "shared"]
