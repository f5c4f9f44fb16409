"""What a curator may make of a resolved title: another name of a profile, or a mapping of one; always on the desk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from profiles import desk
from profiles.aliasing import propose_alias
from profiles.models import ListedTitle, Mapping, Profile, TitleKind
from profiles.models.revision import Revision
from profiles.occupations import SYSTEM
from profiles.people import may, name_of
from profiles.resolver.standing import Name, mapped, named
from profiles.states import Conflict, Refused, Role
from taxonomy.models import ClassificationSystem
from taxonomy.systems import source_of

SOURCE = "title list"  # and not which: names of files may tell what is nobody's business
PROFILES = 3  # that are offered under one occupation


@dataclass(frozen=True)
class Choice:
    """A name for, or a mapping of, this profile; `code` only of a mapping."""

    profile: int
    key: str
    called: str
    code: str = ""
    label: str = ""

    @property
    def value(self) -> str:
        return f"mapping {self.key} {self.code}" if self.code else f"alias {self.key}"

    @property
    def told(self) -> str:
        return f"maps {self.called} to {self.code}" if self.code else f"is another name of {self.called}"


def choices(rows: Sequence[ListedTitle]) -> dict[int, list[Choice]]:
    """What may be made of each title of one list; a fixed number of queries, however many titles."""
    rows = [row for row in rows if row.candidates and not row.confirmed_at]
    names = named({row.title for row in rows})
    if rows and rows[0].title_list.kind == TitleKind.PROFILES:
        return _of_profiles(rows, names)
    return _of_occupations(rows, names)


def _of_profiles(rows: Sequence[ListedTitle], names: dict[str, list[Name]]) -> dict[int, list[Choice]]:
    """Another name of any candidate that is not called so already."""
    keys = {one["code"] for row in rows for one in row.candidates}
    found = {one.key: one for one in _standing(key__in=keys).values()}
    offered = {}
    for row in rows:
        has = {name.key for name in names[row.title]}
        keys = (one["code"] for one in row.candidates)
        offered[row.pk] = [found[key] for key in keys if key in found and key not in has]
    return offered


def _of_occupations(rows: Sequence[ListedTitle], names: dict[str, list[Name]]) -> dict[int, list[Choice]]:
    """Profiles under the likeliest occupation may be called so; a profile that is called so may be mapped to it."""
    under = mapped(sorted({row.candidates[0]["code"] for row in rows}))
    wanted = {pk for pks in under.values() for pk in pks[:PROFILES]}
    found = _standing(pk__in=wanted | {name.revision for own in names.values() for name in own})
    offered = {}
    for row in rows:
        best, has = row.candidates[0], [name for name in names[row.title] if name.revision in found]
        called = {name.revision for name in has}
        below = [pk for pk in under.get(best["code"], ())[:PROFILES] if pk in found and pk not in called]
        offered[row.pk] = [found[pk] for pk in below] + [
            replace(found[name.revision], code=best["code"], label=best["label"])
            for name in has
            if best["code"] not in name.occupations
        ]
    return offered


def _standing(**asked: object) -> dict[int, Choice]:
    """Approved texts with the desks behind them, by revision."""
    rows = Revision.objects.approved().filter(**asked).order_by("key")
    return {
        pk: Choice(profile, key, f"{title} ({key})")
        for pk, profile, key, title in rows.values_list("pk", "profile", "key", "title")
    }


# -- confirming --------------------------------------------------------------------------------------


def confirm(row: ListedTitle, value: str, *, by) -> Choice:
    """Lays what was chosen on the profile's desk, as an edit of this curator; raises Refused or Conflict."""
    if not may(by, Role.CURATOR):
        raise Refused(f"to confirm a title asks for a curator; {name_of(by) or 'nobody'} is none")
    if row.confirmed_at:
        raise Conflict(f"“{row.title}” was confirmed by {row.confirmed_by_name} by now")
    choice = next((one for one in choices([row]).get(row.pk, ()) if one.value == value), None)
    if choice is None:
        raise Refused(f"one of the choices that are offered for “{row.title}” expected, found none of them")
    with transaction.atomic():
        profile = Profile.objects.with_places().select_for_update(of=("self",)).get(pk=choice.profile)
        _claim(row, choice, by=by)
        note = f"“{row.title}”, of a title list, {choice.told}"[:500]
        if choice.code:
            desk.take(profile, seen=profile.lock)
            _map(profile, choice, by=by)
            desk.close(profile, by=by, note=note)
        else:
            propose_alias(profile, row.title, by=by, source=SOURCE, note=note)
    return choice


def _claim(row: ListedTitle, choice: Choice, *, by) -> None:
    """Of two curators who press at once exactly one confirms it."""
    deed = {"confirmed_at": timezone.now(), "confirmed_by_name": name_of(by)}
    open_ones = ListedTitle.objects.filter(pk=row.pk, confirmed_at__isnull=True)
    if not open_ones.update(made=choice.told[:300], profile=choice.profile, **deed):
        raise Conflict(f"“{row.title}” was confirmed by somebody else by now")


def _map(profile: Profile, choice: Choice, *, by) -> None:
    rows = profile.mappings.filter(system=SYSTEM)
    codes = list(rows.values_list("code", flat=True))
    if any(code[:7] == choice.code for code in codes):
        raise Refused(f"{choice.key} is mapped to {choice.code} on its desk already")
    edition = ClassificationSystem.objects.newest(source_of(SYSTEM, choice.code) or "")
    last = profile.mappings.aggregate(last=Max("position"))["last"]
    Mapping.objects.create(
        profile=profile,
        position=0 if last is None else last + 1,
        system=SYSTEM,
        edition=edition.edition if edition else "",
        code=choice.code,
        label=choice.label,
        source=SOURCE,
        confirmed_by=by,
        confirmed_at=timezone.now(),
    )
