"""Prints what the market suggests for profiles, as modelled figures with their working; changes nothing."""

import json
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles.benchmark import apart
from profiles.market import proposals
from profiles.models import Profile
from taxonomy.codes import GLOBAL


class Command(BaseCommand):
    help = (
        "Proposes low, middle and high pay for profiles on the desk, from the wages of the occupations that they are "
        "mapped to and from their rank. Nothing is written: a curator takes a proposal over on the desk."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("keys", nargs="*", metavar="KEY", help="such as SALES.KEYACCOUAB12.M4")
        parser.add_argument("--missing", action="store_true", help="every profile without figures of its own")
        parser.add_argument("--json", dest="as_json", action="store_true", help="JSON lines, one a proposal")

    def handle(self, *, keys: list[str], missing: bool, as_json: bool, **_) -> None:
        if bool(keys) == missing:
            raise CommandError("either keys of profiles or --missing expected")
        for profile in _without_pay() if missing else map(_profile, keys):
            self._tell(profile, as_json=as_json)

    def _tell(self, profile: Profile, *, as_json: bool) -> None:
        mappings = list(profile.mappings.values("system", "code", "relation"))
        found = proposals(mappings, profile.level.rank)
        own = getattr(profile, "pay", None)
        if as_json:
            for one in found:
                self.stdout.write(json.dumps({"key": profile.key, "working": one.working, **one.figures}))
            return
        self.stdout.write(f"{profile.key} {profile.title}" + (f" (on the desk: {own.median:,})" if own else ""))
        for one in found:
            span = " – ".join(f"{figure:,}" if figure is not None else "?" for figure in (one.low, one.high))
            differs = f"; the desk stands {apart(one, own.median)} from it" if own and own.currency == "USD" else ""
            self.stdout.write(f"  {one.currency} {one.median:,} ({span}), modelled: {one.working}{differs}")
        if not found:
            self.stdout.write("  nothing to propose: no mapping to an occupation whose wages are loaded")


def _without_pay() -> Iterable[Profile]:
    rows = Profile.objects.with_places().filter(pay=None).prefetch_related("mappings")
    return rows.order_by("focus__function__code", "focus__code", "level__rank").iterator(chunk_size=200)


def _profile(key: str) -> Profile:
    place, _, scope = key.upper().partition("@")
    function, focus, level = [*place.split("."), "", ""][:3]
    found = Profile.objects.with_places().filter(
        focus__function__code=function, focus__code=focus, level__code=level, scope__code__iexact=scope or GLOBAL
    )
    if (profile := found.first()) is None:
        raise CommandError(f"the key of a profile expected, there is none {key[:80]}")
    return profile
