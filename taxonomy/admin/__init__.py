"""The skeleton in the admin."""

from taxonomy.admin import skeleton

__all__ = ["skeleton"]
