"""The desk and the shelf in the admin: where curators write and approvers decide."""

from profiles.admin import correction, profile, proposal, revision, shared

__all__ = ["correction", "profile", "proposal", "revision", "shared"]
