"""The desk and the shelf in the admin: where curators write and approvers decide."""

from profiles.admin import profile, revision

__all__ = ["profile", "revision"]
