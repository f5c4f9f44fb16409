"""Checks a whole canon: what the gate and the contradictions say of every text, kept for the desk and the dashboard.

What is checked is what stands approved: the sealed texts and the pay that was sealed beside them. `manage.py
canon_check` walks; screens read what the last walk left.
"""

from profiles.checking.keeping import Keeper, begin, given_up, running
from profiles.checking.seeing import of_the_whole
from profiles.checking.starting import start
from profiles.checking.tally import Tally
from profiles.checking.texts import Text, approved, on_desks
from profiles.checking.walking import Checked, Progress, walk

__all__ = [
    "Checked",
    "Keeper",
    "Progress",
    "Tally",
    "Text",
    "approved",
    "begin",
    "given_up",
    "of_the_whole",
    "on_desks",
    "running",
    "start",
    "walk",
]
