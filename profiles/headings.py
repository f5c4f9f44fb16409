"""Hangs the headings of the readers' index pages: shared texts as the last approval sealed them.

What a heading said before stays as a version of it, so that index pages can be read as of any instant.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Q

from profiles import payloads, sealing
from profiles.models import Heading, HeadingVersion, Revision, RevisionSkill, SkillHeading
from profiles.states import PUBLIC
from taxonomy.bulk import insert
from taxonomy.codes import skill_address
from taxonomy.texts import fold_name


def hang(bases: Iterable[dict[str, Any]]) -> None:
    """Writes function, focus, track and level headings of these bases where they differ from what hangs there."""
    wanted: dict[tuple[str, str], Heading] = {}
    for basis in bases:
        for heading in _headings(basis):
            wanted[heading.kind, heading.code] = heading
    # Always in one order, so that two approvals cannot wait for each other.
    ordered = [wanted[identity] for identity in sorted(wanted)]
    have = {(h.kind, h.code): h for h in Heading.objects.filter(code__in={h.code for h in ordered})}
    changed = [h for h in ordered if not _same(have.get((h.kind, h.code)), h)]
    Heading.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=["parent", "group", "name", "text"],
    )


def _headings(basis: dict[str, Any]) -> Iterable[Heading]:
    return (write(*told) for write, told in _told(basis))


def _told(basis: dict[str, Any]) -> Iterable[tuple[Callable[..., Heading], tuple]]:
    """What writes each heading of a basis, and all that it reads: where that is equal, so is the heading."""
    function, focus, track, level = basis["function"], basis["focus"], basis["track"], basis["level"]
    yield _function, (function,)
    yield _focus, (focus, function["code"])
    yield _track, (track, basis["levels"])
    yield _level, (level, track["code"])


def _function(function: dict[str, Any]) -> Heading:
    return Heading(
        kind=Heading.Kind.FUNCTION,
        code=function["code"],
        group=function["group"],
        name=function["name"],
        text=sealing.canonical({"summary": function["summary"]}),
    )


def _focus(focus: dict[str, Any], function: str) -> Heading:
    text = sealing.canonical({"summary": focus["summary"]})
    return Heading(kind=Heading.Kind.FOCUS, code=focus["code"], parent=function, name=focus["name"], text=text)


def _track(track: dict[str, Any], levels: list[dict[str, Any]]) -> Heading:
    text = sealing.canonical({"summary": track["summary"], "order": track["order"], "levels": levels})
    return Heading(kind=Heading.Kind.TRACK, code=track["code"], name=track["name"], text=text)


def _level(level: dict[str, Any], track: str) -> Heading:
    text = sealing.canonical(level)
    return Heading(kind=Heading.Kind.LEVEL, code=level["code"], parent=track, name=level["title"], text=text)


# -- what headings said before ---------------------------------------------------------------------

_VERSION = ("kind", "code", "parent", "group", "name", "text", "since", "until")
A_CHUNK = 200


def keep(bases: Iterable[dict[str, Any]], *, at: datetime.datetime) -> None:
    """From this instant on headings say what these bases sealed; in the transaction of the approval."""
    wanted = {(h.kind, h.code): h for basis in bases for h in _headings(basis)}
    open_now = HeadingVersion.objects.filter(code__in={code for _, code in wanted}, until=None)
    have = {(version.kind, version.code): version for version in open_now}
    changed = {name: heading for name, heading in wanted.items() if not _same(have.get(name), heading)}
    HeadingVersion.objects.filter(pk__in=[have[name].pk for name in changed if name in have]).update(until=at)
    HeadingVersion.objects.bulk_create(
        [_version(heading, at) for heading in changed.values()],
        update_conflicts=True,
        unique_fields=["kind", "code", "since"],
        update_fields=["parent", "group", "name", "text", "until"],
    )


def keep_all_anew() -> None:
    """All versions from the shelf, in the order of its decisions: what is restored comes in any order."""
    rows = Revision.objects.filter(state__in=[state.value for state in PUBLIC]).order_by("decided_at", "pk")
    last: dict[tuple[str, str], HeadingVersion] = {}
    versions: list[HeadingVersion] = []
    said: dict[tuple[Callable, str], tuple] = {}
    for row in rows.only("payload", "schema", "decided_at").streamed(A_CHUNK):
        for write, told in _told(payloads.read(row.payload, row.schema)["basis"]):
            name = write, told[0]["code"]
            if said.get(name) == told:
                continue
            said[name], heading = told, write(*told)
            former = last.get((heading.kind, heading.code))
            if _same(former, heading):
                continue
            if former is not None:
                former.until = row.decided_at
            last[heading.kind, heading.code] = _version(heading, row.decided_at)
            versions.append(last[heading.kind, heading.code])
    # Several decisions of one instant: only what the last of them said was ever to be seen.
    seen = [version for version in versions if version.until != version.since]
    HeadingVersion.objects.all().delete()
    insert(HeadingVersion, _VERSION, [[getattr(version, name) for name in _VERSION] for version in seen])


def _version(heading: Heading, since: datetime.datetime) -> HeadingVersion:
    told = {name: getattr(heading, name) for name in ("kind", "code", "parent", "group", "name", "text")}
    return HeadingVersion(**told, since=since)


def hang_skills(pairs: Sequence[tuple[Revision, dict[str, Any]]]) -> None:
    """Writes the headings of skills as these approved payloads name them; the last name of a skill is current."""
    wanted: dict[str, SkillHeading] = {}
    last: dict[int, str] = {}
    named: dict[tuple[int, str, str], SkillHeading] = {}
    for skill, use in _skills(pairs):
        name = skill, use["name"], use["type"]
        heading = named.get(name) or named.setdefault(name, _skill_heading(*name))
        wanted[heading.address] = heading
        last[skill] = heading.address
    for heading in wanted.values():
        heading.current = last[heading.skill_id] == heading.address
    told = SkillHeading.objects.filter(Q(skill__in=last) | Q(address__in=wanted))
    have = {heading.address: heading for heading in told}
    changed = [wanted[address] for address in sorted(wanted) if not _same_skill(have.get(address), wanted[address])]
    if not changed:
        return
    superseded = SkillHeading.objects.filter(skill__in={heading.skill_id for heading in changed}, current=True)
    superseded.exclude(address__in=last.values()).update(current=False)
    SkillHeading.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["address"],
        update_fields=["skill", "name", "folded", "type", "current"],
    )


def _skills(pairs: Sequence[tuple[Revision, dict[str, Any]]]) -> Iterable[tuple[int, dict[str, Any]]]:
    """(skill, its use in a payload): rows were written in the order of the payload."""
    rows = RevisionSkill.objects.filter(revision__in=[revision for revision, _ in pairs]).order_by("pk")
    by_revision: dict[int, list[int]] = {}
    for revision, skill in rows.values_list("revision", "skill"):
        by_revision.setdefault(revision, []).append(skill)
    for revision, payload in pairs:
        yield from zip(by_revision.get(revision.pk, ()), payload["skills"], strict=True)


def _skill_heading(skill: int, name: str, kind: str) -> SkillHeading:
    folded = fold_name(name)
    return SkillHeading(address=skill_address(folded), skill_id=skill, name=name, folded=folded, type=kind)


def _same_skill(a: SkillHeading | None, b: SkillHeading) -> bool:
    return a is not None and (a.skill_id, a.name, a.type, a.current) == (b.skill_id, b.name, b.type, b.current)


def _same(a: Heading | HeadingVersion | None, b: Heading) -> bool:
    return a is not None and (a.parent, a.group, a.name, a.text) == (
        b.parent,
        b.group,
        b.name,
        b.text,
    )
