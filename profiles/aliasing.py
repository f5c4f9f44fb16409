"""Puts a title that people use on a profile's desk as an alias: the one way from what was asked to what is written."""

from django.db import transaction
from pydantic import ValidationError

from profiles import desk
from profiles.models import Alias, Profile, SearchCaption
from profiles.records import AliasRecord
from profiles.search.words import line_of
from profiles.states import Refused
from taxonomy.records import faults
from taxonomy.texts import fold_name

MOST = 500  # aliases of one profile, as a record holds
_NAMES = (SearchCaption.Kind.TITLE, SearchCaption.Kind.ALIAS)


def propose_alias(
    profile: Profile, title: str, *, by, locale: str = "", source: str = "", note: str = "", seen: int | None = None
) -> Alias:
    """An edit of the desk by `by`: readers see it when it is submitted and approved. `seen` is the lock that was read.

    Refused where the title is none, stands on this profile already, or belongs to another one; Conflict where the desk
    was saved since.
    """
    record = _record(title, locale, source)
    with transaction.atomic():
        desk.take(profile, seen=profile.lock if seen is None else seen)
        if why := why_not(profile, record.title):
            raise Refused(why)
        place = profile.aliases.count()
        if place >= MOST:
            raise Refused(f"{profile.key} has {place} aliases; at most {MOST} are expected")
        values = record.model_dump()
        alias = Alias.objects.create(profile=profile, position=_after_the_last(profile), **values)
        desk.close(profile, by=by, note=note or f"alias proposed: {record.title}")
    return alias


def why_not(profile: Profile, title: str) -> str:
    """Why a title cannot become an alias of this profile, in words; "" where it can. Three queries."""
    folded = fold_name(title)
    own = [profile.title, *profile.aliases.values_list("title", flat=True)]
    if any(fold_name(name) == folded for name in own):
        return f"“{title}” is a name of {profile.key} already"
    if other := _elsewhere(profile, title):
        return f"“{title}” is a name of {other} already: a title that means two profiles would lead to neither"
    return ""


def _elsewhere(profile: Profile, title: str) -> str:
    """The key of another profile under this name: on its desk, or on the shelf; "" where there is none."""
    spelt = list(dict.fromkeys([title, title.lower(), title.upper(), title.title()]))
    others = Profile.objects.exclude(pk=profile.pk).with_places()
    for lookup in ("title", "aliases__title"):
        found = others.filter(**{f"{lookup}__in": spelt}) | others.filter(**{f"{lookup}__iexact": title})
        if first := found.order_by("pk").first():
            return first.key
    stands = SearchCaption.objects.filter(text=line_of(title), kind__in=_NAMES, document__retired=False)
    stands = stands.exclude(document__profile=profile.pk).order_by("pk")
    return stands.values_list("document__revision__key", flat=True).first() or ""


def _record(title: str, locale: str, source: str) -> AliasRecord:
    try:
        return AliasRecord(title=title, locale=locale, source=source)
    except ValidationError as error:
        raise Refused("; ".join(what for _, what in faults(error))) from error


def _after_the_last(profile: Profile) -> int:
    last = profile.aliases.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


__all__ = ["propose_alias", "why_not"]
