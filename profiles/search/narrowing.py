"""Words as a filter: rows of the shelf that hold them all, the last one also as a beginning."""

from collections.abc import Sequence

from django.db.models import QuerySet

from profiles.search.index import matching
from profiles.search.spelling import begun
from profiles.search.words import Group, Term, asked


def narrowed(rows: QuerySet, text: str) -> QuerySet:
    """Revisions of this queryset that stand and hold every word of the text; all of them where there is no text."""
    if not text.strip():
        return rows
    words = asked(text)
    return rows.filter(pk__in=matching(groups_of(words))) if words else rows.none()


def groups_of(words: Sequence[str]) -> list[Group]:
    """What each word stands for: itself in any of its endings, and the last one also as a beginning."""
    return [*((Term(word),) for word in words[:-1]), begun(words[-1])]


def whole(groups: Sequence[Group]) -> list[Group]:
    """The same with words alone: what is found so is among what the beginnings find, and is found at once."""
    return [(Term(group[0].word),) if group[0].begins else group for group in groups]
