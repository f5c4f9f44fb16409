"""Questions about profiles: a list by filters, one text, its versions, what is near it, and several side by side."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from profiles import distance, filters
from profiles.api import questions, records, telling
from profiles.api.problems import Problem, shown, unknown
from profiles.models.revision import Revision
from profiles.moments import TODAY, Moment
from profiles.people import sees_pay
from profiles.rendering import asked as asking
from profiles.rendering.asked import Asked, Column
from profiles.rendering.compare import Comparison, Section
from profiles.rendering.profile import Near, ProfilePage
from profiles.rendering.shelf import focus_shelf, one_spelling, split_key
from profiles.rounding import shown as rounded
from profiles.search import narrowed
from profiles.standards.reading import Part

router = Router(tags=["Profiles"])
OF_PAY = ("pay_min", "pay_max", "currency")


# -- lists ---------------------------------------------------------------------------------------------


@router.get("/profiles", response=records.ProfilesRecord, summary="Profiles, by the filters of the page")
def profiles(request: HttpRequest, asked: Query[questions.Profiles]) -> HttpResponse:
    """Any value of one filter, all of several; in pages: `next` goes into `after`. With `as_of`: what stood approved
    then, by key, narrowed by function and focus alone."""
    pays = sees_pay(request.user)
    if asked.as_of:
        return _as_of(request, asked, pays)
    if not pays and (asked.sort == "pay" or any(name in request.GET for name in OF_PAY)):
        raise Problem(403, "pay is not shown to who asks: neither filters nor order of pay expected")
    choosing = _choosing(request, asked, pays)
    page = filters.turned(choosing, asked.after, currency=choosing.currency, size=asked.limit)
    if not page.understood:
        raise Problem(409, f"`after`: the `next` of a page in this very order expected, found {shown(asked.after)}")
    found = telling.rows(page.revisions, pays=pays)
    record = records.ProfilesRecord(
        items=[telling.summary(found[pk], pays=pays) for pk in page.revisions if pk in found],
        total=len(choosing.rows()),
        next=page.after or None,
        pay_shown=pays,
    )
    return telling.answer(request, record)


IN_TIME = {"as_of", "function", "focus", "limit", "after"}


def _as_of(request: HttpRequest, asked: questions.Profiles, pays: bool) -> HttpResponse:
    if others := sorted(set(request.GET) - IN_TIME):
        told = ", ".join(sorted(IN_TIME - {"as_of"}))
        raise Problem(409, f"with `as_of` only {told} expected, found {shown(others[0])}: filters tell of today")
    moment = telling.moment_of(asked.as_of)
    part = Part(moment, tuple(code.upper() for code in asked.function), tuple(code.upper() for code in asked.focus))
    places = part.places()
    if asked.after:
        places = places.filter(key__gt=one_spelling(asked.after))
    found = list(places.values_list("key", part.revision)[: asked.limit + 1])
    here = telling.rows([pk for _, pk in found[: asked.limit]], pays=pays, moment=moment)
    record = records.ProfilesRecord(
        items=[telling.summary(here[pk], pays=pays) for _, pk in found[: asked.limit]],
        total=part.places().order_by().count(),
        next=found[asked.limit - 1][0] if len(found) > asked.limit else None,
        pay_shown=pays,
    )
    return telling.answer(request, record, moment=moment)


def _choosing(request: HttpRequest, asked: questions.Profiles, pays: bool) -> filters.Choosing:
    data = request.GET.copy()
    of_pay = pays and (asked.sort == "pay" or asked.pay_min is not None or asked.pay_max is not None)
    if of_pay and not asked.currency:
        # As on the page: the currency that most of what stands is paid in.
        standing = filters.Choosing(_without_pay(data), sees_pay=True, narrowed=narrowed)
        paid = standing.board.currencies(standing.rows().chosen)
        data["currency"] = min(paid, key=lambda code: (-paid[code], code), default="USD")
    return filters.Choosing(data, sees_pay=pays, narrowed=narrowed)


def _without_pay(data):
    plain = data.copy()
    for name in (*OF_PAY, "sort"):
        plain.pop(name, None)
    return plain


# -- one text ------------------------------------------------------------------------------------------


def _column(asked: Asked, user, moment: Moment = TODAY) -> Column:
    found = asking.find([asked], user, moment)
    if not found.columns:
        raise Problem(404, f"no profile {shown(asked.spelling)} {moment.published}")
    return found.columns[0]


@router.get("/profiles/{key}", response=records.SealedRecord, summary="One profile, as it stands")
def profile(request: HttpRequest, key: questions.KeyPath, asked: Query[questions.InTime]) -> HttpResponse:
    """The text that stands, or the last one where the profile was retired. Where a region has none of its own, the
    global text stands in and says so. With `as_of` the text that stood then."""
    moment = telling.moment_of(asked.as_of)
    column = _column(Asked(one_spelling(key)), request.user, moment)
    return telling.answer(request, telling.sealed_record(column), seal=column.revision.seal, moment=moment)


@router.get("/profiles/{key}/revisions", response=records.VersionsRecord, summary="Its approved revisions")
def revisions(request: HttpRequest, key: questions.KeyPath, asked: Query[questions.Revisions]) -> HttpResponse:
    """The newest first; `next` goes into `before`. With `as_of` those that had been approved by then."""
    names = ("id", "key", "number", "state", "decided_at", "decided_by_name", "origin", "seal")
    moment = telling.moment_of(asked.as_of)
    ever = moment.ever(Revision.objects.visible_to(request.user)).filter(key=one_spelling(key))
    rows = ever
    if asked.before is not None:
        rows = rows.filter(number__lt=asked.before)
    found = list(rows.only(*names, "superseded_at", "retired_at").newest_first()[: asked.limit + 1])
    if not found and not (asked.before and ever.exists()):
        raise Problem(404, f"no profile {shown(one_spelling(key))} {moment.published}")
    shown_rows = found[: asked.limit]
    more = len(found) > asked.limit
    record = records.VersionsRecord(
        items=[telling.version(row) for row in shown_rows], next=shown_rows[-1].number if more else None
    )
    return telling.answer(request, record, moment=moment)


@router.get("/profiles/{key}/revisions/{number}", response=records.SealedRecord, summary="One of its revisions")
def revision(request: HttpRequest, key: questions.KeyPath, number: questions.VersionPath) -> HttpResponse:
    """A text that was approved once, whether it stands today or not."""
    column = _column(Asked(one_spelling(key), number), request.user)
    return telling.answer(request, telling.sealed_record(column), seal=column.revision.seal)


# -- what is near --------------------------------------------------------------------------------------


@router.get("/profiles/{key}/adjacent", response=records.AdjacentsRecord, summary="The nearest roles")
def adjacent(request: HttpRequest, key: questions.KeyPath) -> HttpResponse:
    """By structural distance, each with its parts, its direction and the skills that both name."""
    key = one_spelling(key)
    function, focus, level, scope = split_key(key)
    shelf = focus_shelf(focus)
    sealed = shelf.at(level, scope)
    if sealed is None or sealed.revision.function_code != function:
        raise unknown("profile", key)
    page = ProfilePage(sealed, shelf, timezone.now().date(), asked_scope=scope)
    record = records.AdjacentsRecord(
        key=sealed.revision.key,
        version=sealed.revision.number,
        edition=distance.STRUCTURAL_1.name,
        items=[_adjacent(near) for near in page.neighbours],
    )
    return telling.answer(request, record)


def _adjacent(near: Near) -> records.AdjacentRecord:
    row, apart = near.neighbour.revision, near.neighbour.distance
    return records.AdjacentRecord(
        key=row.key,
        version=row.number,
        title=row.title,
        level=row.level_code,
        rank=row.rank,
        distance=float(rounded(apart.total, 3)),
        band=apart.band,
        direction=apart.direction,
        parts=[
            records.PartRecord(part=part, told=told, value=float(value))
            for part, (told, value) in zip(("taxonomy", "level", "track"), apart.told, strict=True)
        ],
        shared_skills=near.shared_names,
    )


# -- side by side --------------------------------------------------------------------------------------


@router.get("/compare", response=records.ComparisonRecord, summary="Up to four profiles side by side")
def compare(request: HttpRequest, asked: Query[questions.Compared]) -> HttpResponse:
    """`keys` once for each; a cell is null where its column says nothing of the row."""
    moment = telling.moment_of(asked.as_of)
    found = asking.find([Asked.read(key) for key in asked.keys], request.user, moment)
    if found.unknown:
        raise Problem(404, f"no profile {shown(', '.join(one.spelling for one in found.unknown))} {moment.published}")
    comparison = Comparison(found.columns, moment)
    record = records.ComparisonRecord(
        columns=[telling.column_record(column) for column in found.columns],
        sections=[_section(section) for section in comparison.sections],
        pay_shown=comparison.sees_pay,
    )
    return telling.answer(request, record)


def _section(section: Section) -> records.SectionRecord:
    return records.SectionRecord(
        title=section.title,
        rows=[
            records.RowRecord(label=row.name, equal=row.equal, cells=[cell and cell.text for cell in row.cells])
            for row in section.rows
        ],
        alone=[[cell.text for cell in column] for column in section.alone],
    )
