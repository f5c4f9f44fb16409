"""Questions about the canon's skeleton, as approved texts sealed it; and about occupations of the world outside."""

import json

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from profiles.api import questions, records, telling
from profiles.api.problems import Problem, shown, unknown
from profiles.models.listing import SkillHeading
from profiles.models.revision import Heading
from profiles.moments import Moment
from profiles.occupations import mapped_to
from profiles.rendering import skills as using
from profiles.rendering.finding import Ladder
from taxonomy.occupations.entry import occupation as put_together
from taxonomy.records import FocusRecord, FunctionRecord, LevelRecord
from taxonomy.texts import fold_name

router = Router(tags=["Canon"])
KINDS = Heading.Kind


# -- levels --------------------------------------------------------------------------------------------


@router.get("/levels", response=records.LevelsRecord, summary="Tracks with their levels")
def levels(request: HttpRequest) -> HttpResponse:
    """Lowest level first. A level that no approved profile stands at has its place and no definition."""
    headings = list(Heading.objects.filter(kind__in=[KINDS.TRACK, KINDS.LEVEL]))
    told = {h.code: json.loads(h.text) for h in headings if h.kind == KINDS.LEVEL}
    items = [
        records.TrackWithLevelsRecord(
            code=code,
            name=name,
            order=text["order"],
            summary=text["summary"],
            levels=[LevelRecord(track=code, **(step | told.get(step["code"], {}))) for step in text["levels"]],
        )
        for code, name, text in Ladder.of(headings).tracks
    ]
    return telling.answer(request, records.LevelsRecord(items=items))


@router.get("/levels/{code}", response=LevelRecord, summary="One level")
def level(request: HttpRequest, code: questions.LevelPath) -> HttpResponse:
    code = code.upper()
    headings = list(Heading.objects.filter(Q(kind=KINDS.TRACK) | Q(kind=KINDS.LEVEL, code=code)))
    told = next((json.loads(h.text) for h in headings if h.kind == KINDS.LEVEL), {})
    for track, _, text in Ladder.of(headings).tracks:
        for step in text["levels"]:
            if step["code"] == code:
                return telling.answer(request, LevelRecord(track=track, **(step | told)))
    raise unknown("level", code)


# -- functions and focuses -----------------------------------------------------------------------------


def _summary(heading: Heading) -> str:
    return json.loads(heading.text)["summary"]


def _function(heading: Heading) -> FunctionRecord:
    return FunctionRecord(code=heading.code, name=heading.name, summary=_summary(heading), group=heading.group)


def _focus(heading: Heading) -> FocusRecord:
    return FocusRecord(code=heading.code, function=heading.parent, name=heading.name, summary=_summary(heading))


def _page(moment: Moment, kind: str, asked: questions.Codes, **more: str) -> tuple[list[Heading], str | None]:
    """By code, after a code; and where the next page begins."""
    rows = moment.headings(kind, **more)
    if asked.after:
        rows = rows.filter(code__gt=asked.after.upper())
    found = list(rows.order_by("code")[: asked.limit + 1])
    return found[: asked.limit], found[asked.limit - 1].code if len(found) > asked.limit else None


def _heading(moment: Moment, kind: str, code: str) -> Heading:
    heading = moment.headings(kind, code=code.upper()).first()
    if heading is None:
        raise Problem(404, f"no {kind} {shown(code)} {moment.published}")
    return heading


@router.get("/functions", response=records.FunctionsRecord, summary="Functions")
def functions(request: HttpRequest, asked: Query[questions.Codes]) -> HttpResponse:
    moment = telling.moment_of(asked.as_of)
    found, following = _page(moment, KINDS.FUNCTION, asked)
    record = records.FunctionsRecord(items=[_function(row) for row in found], next=following)
    return telling.answer(request, record, moment=moment)


@router.get("/functions/{code}", response=FunctionRecord, summary="One function")
def function(request: HttpRequest, code: questions.FunctionPath, asked: Query[questions.InTime]) -> HttpResponse:
    moment = telling.moment_of(asked.as_of)
    return telling.answer(request, _function(_heading(moment, KINDS.FUNCTION, code)), moment=moment)


@router.get("/focuses", response=records.FocusesRecord, summary="Focuses, of all functions or of one")
def focuses(request: HttpRequest, asked: Query[questions.Focuses]) -> HttpResponse:
    moment = telling.moment_of(asked.as_of)
    above = {"parent": asked.function.upper()} if asked.function else {}
    found, following = _page(moment, KINDS.FOCUS, asked, **above)
    record = records.FocusesRecord(items=[_focus(row) for row in found], next=following)
    return telling.answer(request, record, moment=moment)


@router.get("/focuses/{code}", response=FocusRecord, summary="One focus")
def focus(request: HttpRequest, code: questions.FocusPath, asked: Query[questions.InTime]) -> HttpResponse:
    moment = telling.moment_of(asked.as_of)
    return telling.answer(request, _focus(_heading(moment, KINDS.FOCUS, code)), moment=moment)


# -- skills --------------------------------------------------------------------------------------------


def _skill(use: using.Use) -> records.SkillInUseRecord:
    heading = use.heading
    return records.SkillInUseRecord(address=heading.address, name=heading.name, type=heading.type, profiles=use.number)


@router.get("/skills", response=records.SkillsRecord, summary="Skills that approved profiles name")
def skills(request: HttpRequest, asked: Query[questions.Skills]) -> HttpResponse:
    """By name; the profiles of one are `/profiles?skill=` with its address."""
    rows = SkillHeading.objects.filter(current=True, **({"type": asked.type} if asked.type else {}))
    for word in fold_name(asked.q).split()[:12]:
        rows = rows.filter(folded__contains=word)
    if asked.after:
        begin = SkillHeading.objects.filter(address=asked.after).first()
        if begin is None:
            raise Problem(409, f"`after`: the `next` of a page of skills expected, found {shown(asked.after)}")
        rows = rows.filter(Q(folded__gt=begin.folded) | Q(folded=begin.folded, address__gt=begin.address))
    found = list(rows[: asked.limit + 1])
    record = records.SkillsRecord(
        items=[_skill(use) for use in using.used(found[: asked.limit])],
        next=found[asked.limit - 1].address if len(found) > asked.limit else None,
    )
    return telling.answer(request, record)


@router.get("/skills/{address}", response=records.SkillInUseRecord, summary="One skill")
def skill(request: HttpRequest, address: questions.SkillPath) -> HttpResponse:
    """A skill that was renamed is found at its older addresses too."""
    heading = SkillHeading.objects.filter(address=address).first()
    if heading is None:
        raise unknown("skill", address)
    return telling.answer(request, _skill(using.used([heading])[0]))


# -- occupations ---------------------------------------------------------------------------------------


@router.get("/occupations/{code}", response=records.OccupationRecord, summary="One occupation of SOC and O*NET")
def occupation(request: HttpRequest, code: questions.OccupationPath) -> HttpResponse:
    """What loaded reference data say, and the profiles that are mapped to it."""
    entry = put_together(code)
    if entry is None:
        raise Problem(404, f"no loaded classification has the code {code}")
    record = records.OccupationRecord(
        code=entry.code,
        title=entry.title,
        summary=entry.row.definition,
        source=str(entry.row.system),
        details=[
            records.OccupationDetailRecord(code=d.row.code, title=d.row.title, summary=d.row.definition)
            for d in entry.details
        ],
        profiles=[row.key for row in mapped_to(code)],
    )
    return telling.answer(request, record)
