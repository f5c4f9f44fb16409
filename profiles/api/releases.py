"""Questions about releases: the list, one of them, its members by key, and a profile as it stood in it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router

from profiles.api import questions, records, telling
from profiles.api.problems import Problem, shown, unknown
from profiles.models.release import Release, ReleaseMember
from profiles.moments import OfRelease
from profiles.rendering import asked as asking
from profiles.rendering.asked import Asked
from profiles.rendering.shelf import one_spelling

router = Router(tags=["Releases"])


def _release(name: str) -> Release:
    release = Release.objects.filter(name=name.lower()).first()
    if release is None:
        raise unknown("release", name)
    return release


def _record(row: Release) -> records.ReleaseRecord:
    return records.ReleaseRecord(
        name=row.name,
        notes=row.notes,
        made_at=row.made_at,
        made_by=row.made_by_name,
        origin=row.origin,
        approved=row.approved,
        retired=row.retired,
        functions=row.functions,
        focuses=row.focuses,
        digest=row.digest,
        url=settings.SITE_URL + reverse("profiles:release", args=[row.name]),
    )


@router.get("/releases", response=records.ReleasesRecord, summary="Releases, the newest first")
def releases(request: HttpRequest, asked: Query[questions.Releases]) -> HttpResponse:
    rows = Release.objects.all()
    if asked.after:
        begin = Release.objects.filter(name=asked.after.lower()).first()
        if begin is None:
            raise Problem(409, f"`after`: the `next` of a page of releases expected, found {shown(asked.after)}")
        rows = rows.filter(made_at__lte=begin.made_at).exclude(made_at=begin.made_at, pk__gte=begin.pk)
    found = list(rows[: asked.limit + 1])
    more = len(found) > asked.limit
    record = records.ReleasesRecord(
        items=[_record(row) for row in found[: asked.limit]], next=found[asked.limit - 1].name if more else None
    )
    return telling.answer(request, record)


@router.get("/releases/{name}", response=records.ReleaseRecord, summary="One release")
def release(request: HttpRequest, name: questions.ReleasePath) -> HttpResponse:
    return telling.answer(request, _record(_release(name)))


@router.get("/releases/{name}/profiles", response=records.MembersRecord, summary="Its members, by key")
def members(request: HttpRequest, name: questions.ReleasePath, asked: Query[questions.Members]) -> HttpResponse:
    """Which version of each profile stood; `next` goes into `after`."""
    release = _release(name)
    rows = ReleaseMember.objects.filter(release=release).order_by("key")
    if asked.after:
        rows = rows.filter(key__gt=one_spelling(asked.after))
    told = ("key", "number", "state", "seal", "revision__title")
    found = list(rows.values_list(*told)[: asked.limit + 1])
    record = records.MembersRecord(
        release=release.name,
        items=[_member(*row) for row in found[: asked.limit]],
        total=release.approved + release.retired,
        next=found[asked.limit - 1][0] if len(found) > asked.limit else None,
    )
    return telling.answer(request, record, moment=OfRelease(release.name, release))


def _member(key: str, number: int, state: str, seal: str, title: str) -> records.MemberRecord:
    citation = f"{key}#{number}"
    return records.MemberRecord(key=key, version=number, citation=citation, state=state, seal=seal, title=title)


@router.get("/releases/{name}/profiles/{key}", response=records.SealedRecord, summary="A profile as it stood in it")
def member(request: HttpRequest, name: questions.ReleasePath, key: questions.KeyPath) -> HttpResponse:
    """The same as the profile with `as_of`."""
    release = _release(name)
    moment = OfRelease(release.name, release)
    found = asking.find([Asked(one_spelling(key))], request.user, moment)
    if not found.columns:
        raise Problem(404, f"no profile {shown(one_spelling(key))} {moment.published}")
    column = found.columns[0]
    return telling.answer(request, telling.sealed_record(column), seal=column.revision.seal, moment=moment)
