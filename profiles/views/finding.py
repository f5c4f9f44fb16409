"""Lists of profiles that can be narrowed: what their views have in common."""

from collections.abc import Callable, Mapping, Sequence

from django.http import HttpRequest

from profiles import filters
from profiles.people import sees_pay
from profiles.rendering.finding import Finding, Listed, Names, on_page
from profiles.search import narrowed

Uses = Callable[[Mapping[int, Listed]], Mapping[int, str]]


def found(
    request: HttpRequest,
    path: str,
    *,
    fixed: Mapping[str, str] | None = None,
    settles: Sequence[str] = (),
    uses: Uses | None = None,
    focuses: Sequence[str] = (),
) -> Finding:
    """What the request asks for, in a number of queries that does not depend on it.

    `fixed` are facets that the page settles, `settles` those that follow from them; `uses` reads a sentence from
    each text; `focuses` are codes of focuses that the page names elsewhere.
    """
    pays = sees_pay(getattr(request, "user", None))
    choosing = filters.Choosing(request.GET, fixed=fixed, settles=settles, sees_pay=pays, narrowed=narrowed)
    counts = filters.counted(choosing)
    after = request.GET.get("after", "")
    currency = choosing.currency or (counts.currencies[0].value if counts.currencies else "")
    page = filters.turned(choosing, after, currency=currency)
    told = counts.facets
    names = Names.of(
        [*choosing.values("function"), *(count.value for count in told.get("function", ()))],
        [*choosing.values("focus"), *(count.value for count in told.get("focus", ())), *focuses],
    )
    revisions = on_page(page.revisions, sees_pay=pays, texts=uses is not None)
    return Finding(
        choosing,
        counts,
        page,
        revisions,
        names,
        path,
        loosen=[] if counts.total else filters.loosened(choosing),
        uses=None if uses is None else uses(revisions),
        asked_after=bool(after),
    )
