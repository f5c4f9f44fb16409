"""What a file would change: every part of it held against the desk as it stands; nothing is written here."""

import hashlib
from collections.abc import Iterator, Sequence
from time import monotonic

from pydantic import ValidationError

from profiles import payloads, sealing
from profiles.comparison import difference, pay_difference
from profiles.comparison.result import ADDED
from profiles.importers.landing import Landing
from profiles.importers.plans import shared
from profiles.importers.plans.asks import Ask, Place, Reading
from profiles.importers.plans.showing import CHANGED, LEFT_ALONE, SAME, Plan, ProfileTold, in_order, told_rows
from profiles.models import Profile
from profiles.payloads import Content
from profiles.records import ProfileRecord
from taxonomy.codes import KEY, make_key
from taxonomy.importers import skills_by_fold
from taxonomy.models import Focus, Function, Level
from taxonomy.records import faults
from taxonomy.texts import fold_name

# How long changes are told row by row; after that profiles are only counted, however many a file changes.
TELLING_SECONDS = 10


class Planner:
    """Makes the plan of one reading; one use."""

    def __init__(self, reading: Reading, *, rows_shown: int = 1_000) -> None:
        self.reading, self.faults = reading, reading.faults
        self.plan = Plan(reading.name)
        self._digest = hashlib.sha256()
        self._room, self._until = rows_shown, monotonic() + TELLING_SECONDS

    def make(self) -> Plan:
        weighed = shared.weigh(self.reading)
        self._know(weighed)
        self.plan.shared_digest = shared.digest(weighed)
        self._count_in("shared", self.plan.shared_digest)
        self._tell_shared(weighed)
        for chunk in self.reading.chunks():
            self._profiles(chunk)
        plan = self.plan
        plan.faults, plan.more, plan.notes = in_order(self.faults.found), self.faults.more, self.reading.notes
        plan.digest = self._digest.hexdigest()
        return plan

    # -- shared texts ------------------------------------------------------------------------------

    def _know(self, weighed: Sequence[shared.Weighed]) -> None:
        """Codes that there are, or will be when the file is carried out."""
        self._functions = set(Function.objects.values_list("code", flat=True))
        self._focuses = dict(Focus.objects.values_list("code", "function__code"))
        self._levels = set(Level.objects.values_list("code", flat=True))
        for record in (item.record for item in weighed if item.what == ADDED):
            match record.kind:
                case "function":
                    self._functions.add(record.code)
                case "focus":
                    self._focuses.setdefault(record.code, record.function)
                case "level":
                    self._levels.add(record.code)

    def _tell_shared(self, weighed: Sequence[shared.Weighed]) -> None:
        for item in weighed:
            self.plan.counts[item.record.kind, item.what] += 1
            if item.what != SAME and self._room > 0:
                self._room -= 1
                self.plan.shared.append(item.shown())

    def _count_in(self, *told: object) -> None:
        self._digest.update(sealing.canonical(list(told)).encode() + b"\n")

    # -- profiles ----------------------------------------------------------------------------------

    def _profiles(self, asks: list[Ask]) -> None:
        stand = standing([ask.key for ask in asks])
        approved = Landing.approved([p for p in stand.values() if p]) if any(ask.blind for ask in asks) else {}
        skills = None
        for ask, before, after in self._records(asks, stand):
            if skills is None:
                skills = skills_by_fold(name for one in asks for name in _skill_names(one))
            self._weigh(ask, stand.get(ask.key), before, _spelled(after, skills), approved)

    def _records(
        self, asks: Sequence[Ask], stand: dict[str, Profile]
    ) -> Iterator[tuple[Ask, ProfileRecord | None, ProfileRecord]]:
        for ask in asks:
            profile = stand.get(ask.key)
            if not self._may_be_there(ask, profile):
                self.plan.counts["profile", "refused"] += 1
                continue
            before = payloads.record_of(profile) if profile else None
            try:
                yield ask, before, ask.over(before)
            except ValidationError as error:
                self.plan.counts["profile", "refused"] += 1
                self._blame(ask, error)

    def _weigh(self, ask: Ask, profile: Profile | None, before, after: ProfileRecord, approved: dict) -> None:
        old, new = (Content(before) if before else None), Content(after)
        if old and (old.plain, old.pay) == (new.plain, new.pay):
            self.plan.counts["profile", SAME] += 1
            return
        if ask.blind and profile and approved.get(profile.pk) == (new.digest, new.pay):
            # What is approved already is no news: the desk keeps the work that stands on it.
            self.plan.counts["profile", LEFT_ALONE] += 1
            return
        if profile and not ask.blind and ask.seen != profile.lock:
            self.plan.counts["profile", "refused"] += 1
            self.faults.at(ask.place, self.reading.column("", "seen"), _stale(ask, profile))
            return
        what = CHANGED if profile else ADDED
        self.plan.counts["profile", what] += 1
        self.plan.writes[ask.key] = profile.lock if profile else None
        self._count_in(ask.key, profile and profile.lock, old and old.digest, old and old.pay, new.digest, new.pay)
        self._tell(ask, profile, old, new, what)

    def _tell(self, ask: Ask, profile: Profile | None, old: Content | None, new: Content, what: str) -> None:
        if self._room <= 0 or monotonic() > self._until:
            self.plan.untold += 1
            return
        pay = pay_difference({"own": old.pay if old else None}, {"own": new.pay})
        rows = tuple(told_rows(ask, difference(old.plain if old else None, new.plain), pay))
        self._room -= max(1, len(rows))
        told = ProfileTold(ask.key, new.record.title, what, ask.place, rows, profile.pk if profile else None)
        self.plan.profiles.append(told)

    # -- faults ------------------------------------------------------------------------------------

    def _may_be_there(self, ask: Ask, profile: Profile | None) -> bool:
        column, seen = self.reading.column("", "key"), self.reading.column("", "seen")
        if profile:
            if ask.blind or ask.seen is not None:
                return True
            self.faults.at(ask.place, seen, "the number that the export wrote here expected, found nothing")
        elif "title" not in ask.parts:
            message = f"a profile that exists, or a title of a new one in Profiles expected, found {ask.key}"
            self.faults.at(ask.place, column, message)
        elif ask.seen is not None:
            message = f"nothing expected, for there is no profile {ask.key} yet, found {ask.seen}"
            self.faults.at(ask.place, seen, message)
        else:
            return self._has_a_place(ask, column)
        return False

    def _has_a_place(self, ask: Ask, column: str) -> bool:
        function, focus, level = ask.code.split(".")
        message = ""
        if function not in self._functions:
            message = f"a function that exists expected, found {function}"
        elif self._focuses.get(focus) != function:
            owner = self._focuses.get(focus)
            found = f"which belongs to {owner}" if owner else "which is not there"
            message = f"a focus of {function} expected, found {focus}, {found}"
        elif level not in self._levels:
            message = f"a level that exists expected, found {level}"
        if message:
            self.faults.at(ask.place, column, message)
        return not message

    def _blame(self, ask: Ask, error: ValidationError) -> None:
        """Each fault at the row and column that it comes from."""
        for (path, message), detail in zip(faults(error), error.errors(include_url=False), strict=True):
            part, index, field = _taken_apart(detail["loc"])
            column = self.reading.column(part, field)
            told = message if column or not path else f"{path}: {message}"
            self.faults.at(ask.place_of(part, index), column, told)


def _taken_apart(location: tuple[int | str, ...]) -> tuple[str, int | None, str]:
    """(part, number of the item, key) of a path within a profile."""
    names = [name for name in location if isinstance(name, str)]
    index = next((number for number in location if isinstance(number, int)), None)
    part = names[0] if names else ""
    if index is None and part != "pay":
        return "", None, part
    return part, index, names[1] if len(names) > 1 else ""


def standing(keys: Sequence[str]) -> dict[str, Profile]:
    """Desks by key, with the rows that a record is made of; those that there are."""
    focuses = {KEY.fullmatch(key)["focus"] for key in keys}
    codes = ("focus__function__code", "focus__code", "level__code", "scope__code")
    rows = Profile.objects.order_by().filter(focus__code__in=focuses).values_list("pk", *codes)
    wanted = set(keys)
    found = {pk: key for pk, *parts in rows if (key := make_key(*parts)) in wanted}
    return {found[pk]: profile for pk, profile in Profile.objects.on_desk().in_bulk(list(found)).items()}


def _skill_names(ask: Ask) -> list[str]:
    # Names may be anything yet; those that are no text are told of where the record is made.
    return [use["name"] for use in ask.parts.get("skills", ()) if isinstance(use.get("name"), str)]


def _spelled(record: ProfileRecord, skills: dict) -> ProfileRecord:
    """Names and types of known skills as the canon has them, which is how a desk will hold them."""
    uses = []
    for use in record.skills:
        known = skills.get(fold_name(use.name))
        uses.append(use.model_copy(update={"name": known.name, "type": known.type}) if known else use)
    return record.model_copy(update={"skills": uses})


def _stale(ask: Ask, profile: Profile) -> str:
    who = f" by {profile.edited_by_name}" if profile.edited_by_name else ""
    when = f" on {profile.edited_at:%Y-%m-%d at %H:%M} UTC" if profile.edited_at else ""
    return (
        f"the desk as it was exported (save {ask.seen}) expected, but it was saved since{who}{when} (now save "
        f"{profile.lock}): export {ask.key} anew, or take its rows out of the file"
    )


__all__ = ["Place", "Planner", "standing"]
