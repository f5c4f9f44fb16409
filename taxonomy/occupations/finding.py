"""Occupations by code, by group and by what people call them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Left

from taxonomy.models import ClassificationCode, CodeKind, CodeTitle
from taxonomy.texts import fold_name

LONGEST, MOST_WORDS = 200, 8
BEGUN = re.compile(r"\d{1,4}(?:[-.][\d.]{0,12})?")
AFTER = re.compile(r"(\d{1,6})~(\d{2}-\d{4})")
# Both speak of one occupation by the same six digits.
SOURCES = ("soc", "onet")


@dataclass(frozen=True)
class Found:
    """One occupation of six digits: its code and title, and the title of it that the words were found in."""

    code: str
    title: str
    matched: str
    hits: int

    @property
    def mark(self) -> str:
        """Where the next page goes on."""
        return f"{self.hits}~{self.code}"

    @property
    def is_alias(self) -> bool:
        return self.matched.casefold() != self.title.casefold()


def words_of(query: str) -> list[str]:
    """The first words of what was typed, folded as titles are."""
    return fold_name(query[:LONGEST]).replace(",", " ").split()[:MOST_WORDS]


def codes_with(query: str, keys: Iterable[str]) -> QuerySet:
    """Codes of these sources by the same rule, as they are offered to somebody who types: code, title, what fits."""
    rows = titles_with(query, keys).values("code__code", "code__title").annotate(matched=Min("title"), hits=Count("pk"))
    return rows.order_by("-hits", "code__code")


def titles_with(query: str, keys: Iterable[str] = SOURCES) -> QuerySet:
    """Titles in which every word stands, or all titles of codes that begin as it does."""
    query = query.strip()
    rows = CodeTitle.objects.filter(code__system__key__in=list(keys))
    if BEGUN.fullmatch(query):
        return rows.filter(code__code__startswith=query)
    words = words_of(query)
    if not words:
        return rows.none()
    return rows.filter(*(Q(folded__contains=word) for word in words))


def found(query: str, *, after: str = "", most: int) -> list[Found]:
    """Those with most titles that fit first; at most one more than `most`, which tells that there are more."""
    rows = (
        titles_with(query)
        .annotate(soc=Left("code__code", 7))
        .values("soc")
        .annotate(hits=Count("pk"), matched=Min("title"))
        .order_by("-hits", "soc")
    )
    if mark := AFTER.fullmatch(after):
        hits, soc = int(mark[1]), mark[2]
        rows = rows.filter(Q(hits__lt=hits) | Q(hits=hits, soc__gt=soc))
    rows = list(rows[: most + 1])
    titles = titles_of([row["soc"] for row in rows])
    return [Found(row["soc"], titles.get(row["soc"], ""), row["matched"], row["hits"]) for row in rows]


def titles_of(codes: list[str]) -> dict[str, str]:
    """The title of each six-digit code: of SOC, else of the occupation of O*NET that stands for it."""
    names = {*codes, *(f"{code}.00" for code in codes)}
    rows = ClassificationCode.objects.filter(system__key__in=SOURCES, code__in=names)
    found = dict(rows.order_by("-system__key").values_list("code", "title"))
    return {code: found.get(code) or found.get(f"{code}.00", "") for code in codes}


def majors() -> list[ClassificationCode]:
    """The top of the hierarchy."""
    return list(ClassificationCode.objects.of("soc").filter(kind=CodeKind.MAJOR).order_by("code"))
