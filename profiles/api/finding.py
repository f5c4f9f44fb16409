"""Questions in people's own words: search in what stands, and what a job title means, one or many at once."""

import re
from collections.abc import Iterable
from html import unescape

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from profiles import search as searching
from profiles.api import limits, questions, records, telling
from profiles.api.problems import Problem
from profiles.resolver import NotIndexed, Resolver

router = Router(tags=["Finding"])
TITLES_A_REQUEST = 10  # as many titles count as one request more


@router.get("/search", response=records.HitsRecord, summary="Search in all that stands")
def search(request: HttpRequest, asked: Query[questions.Search]) -> HttpResponse:
    """All words of `q`, the nearest spellings where a word is nowhere; a hundred hits are ranked at the most."""
    found = searching.find(asked.q, page=asked.page, size=asked.limit, user=request.user)
    record = records.HitsRecord(
        words=found.words,
        items=[_hit(hit) for hit in found.hits],
        total=found.total,
        more=found.more,
        page=found.page,
        pages=found.pages,
    )
    return telling.answer(request, record)


def _hit(hit: searching.Hit) -> records.HitRecord:
    row = hit.revision
    return records.HitRecord(
        key=row.key,
        version=row.number,
        state=row.state,
        title=row.title,
        level=row.level_code,
        function_name=row.function_name,
        focus_name=row.focus_name,
        found_in=hit.kind.word,
        caption=_plain(hit.caption),
        excerpt=_plain(hit.excerpt),
    )


def _plain(marked: str) -> str:
    """A marked text without its marks; it was escaped for a page."""
    return unescape(re.sub(r"</?mark>", "", str(marked)))


@router.get("/resolve", response=records.AnswerRecord, summary="What a job title means")
def resolve(request: HttpRequest, asked: Query[questions.TitleAsked]) -> HttpResponse:
    """Ranked candidates, each with its score, band and evidence; the resolver abstains rather than force a match."""
    return telling.answer(request, _resolved([asked.title], asked)[0])


@router.post("/resolve", response=records.AnswersRecord, summary="What many job titles mean")
def resolve_many(request: HttpRequest, titles_asked: questions.Titles) -> HttpResponse:
    """An answer a title, in their order. It reads and keeps nothing; each ten titles count as one request more."""
    limits.count(request.asker, len(titles_asked.titles) // TITLES_A_REQUEST)
    return telling.answer(request, records.AnswersRecord(items=_resolved(titles_asked.titles, titles_asked)))


def _resolved(titles: Iterable[str], asked) -> list[records.AnswerRecord]:
    hints = {"level": asked.level, "function": asked.function} if asked.to == "profiles" else {}
    try:
        resolver = Resolver(asked.to, most=asked.most)
    except NotIndexed as reason:
        raise Problem(409, f"an index of titles expected, found none. {reason}") from reason
    found = resolver.many(titles, **{name: (value or "").upper() for name, value in hints.items()})
    return [records.AnswerRecord(**answer.plain(), abstains=answer.abstains) for answer in found]
