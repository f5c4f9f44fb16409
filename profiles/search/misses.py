"""Keeps what was asked without a confident answer: the words and how often, and nothing of who asked.

It is written on a read, so it may cost next to nothing: nobody waits for a writer, and a failure is passed over.
"""

import re

from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from profiles.brief import briefly
from profiles.models.search import SearchMiss
from profiles.search.words import MOST as MOST_WORDS
from profiles.search.words import asked, words_of

MOST = 5_000  # rows; beyond, the one that is oldest and least asked for makes room
_LONGEST = 120
_ADDRESS = re.compile(r"\S@\S")
# A telephone number, a number of a person or an account; years and codes are shorter.
_NUMBER = re.compile(r"\d(?:[ ()/.+-]{0,2}\d){6,}")


def remember(text: str, *, resolution: bool = False) -> None:
    """One more search that found nothing, or title that was resolved unsurely; what may be kept at all is kept."""
    if not may_be_kept(text):
        return
    try:
        with briefly():
            _count(" ".join(asked(text)), 1 if resolution else 0)
    except DatabaseError:
        return


def may_be_kept(text: str) -> bool:
    """A few words: no address of a person, no long number, no text (trust.md: somebody might tell of somebody)."""
    words = words_of(text[: _LONGEST * 2].encode("utf-8", "replace").decode())
    short = 0 < len(words) <= MOST_WORDS and len(text.strip()) <= _LONGEST
    return short and not _ADDRESS.search(text) and not _NUMBER.search(text)


def _count(line: str, resolution: int) -> None:
    now = timezone.now()
    more = {"count": F("count") + 1, "resolutions": F("resolutions") + resolution, "last_at": now}
    if SearchMiss.objects.filter(words=line).update(**more):
        return
    if SearchMiss.objects.count() >= MOST:
        SearchMiss.objects.filter(pk__in=SearchMiss.objects.order_by("count", "last_at").values("pk")[:1]).delete()
    miss = SearchMiss(words=line, resolutions=resolution, first_at=now, last_at=now)
    SearchMiss.objects.bulk_create([miss], ignore_conflicts=True)
