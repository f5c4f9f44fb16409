"""Search over what stands on the shelf: one small interface, the same on SQLite and PostgreSQL."""

from profiles.search.documents import index_what_stands, rebuild, renew
from profiles.search.finding import Found, Hit, find
from profiles.search.index import is_installed
from profiles.search.misses import remember
from profiles.search.narrowing import narrowed
from profiles.search.suggesting import Suggestion, suggest

__all__ = [
    "Found",
    "Hit",
    "Suggestion",
    "find",
    "index_what_stands",
    "is_installed",
    "narrowed",
    "rebuild",
    "remember",
    "renew",
    "suggest",
]
