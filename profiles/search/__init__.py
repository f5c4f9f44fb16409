"""Search over what stands on the shelf: one small interface, the same on SQLite and PostgreSQL."""

from profiles.search.documents import index_what_stands, rebuild, renew
from profiles.search.narrowing import narrowed

__all__ = ["index_what_stands", "narrowed", "rebuild", "renew"]
