"""What stands on the shelf for a focus or a key, read in as few queries as its page may take."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from profiles import payloads
from profiles.models.revision import Revision
from profiles.moments import TODAY, Moment
from profiles.people import sees_pay
from profiles.querysets import LISTED
from profiles.states import State
from taxonomy.codes import GLOBAL, KEY
from taxonomy.texts import fold_name


@dataclass
class Sealed:
    """A revision with its payload read once; its pay is there for a reader who sees pay, and for nobody else."""

    revision: Revision
    sees_pay: bool = False

    @cached_property
    def payload(self) -> dict[str, Any]:
        return payloads.read(self.revision.payload, self.revision.schema)

    @cached_property
    def pay(self) -> dict[str, Any] | None:
        return payloads.pay_of(self.revision) if self.sees_pay else None

    @cached_property
    def skills(self) -> set[str]:
        """Folded names, for counting what two roles share."""
        return {fold_name(skill["name"]) for skill in self.payload["skills"]}

    @property
    def retired(self) -> bool:
        return self.revision.stood == State.RETIRED


@dataclass
class FocusShelf:
    """All that stands of one focus, by key: the approved revision, or the last one where it was retired."""

    by_key: dict[str, Sealed] = field(default_factory=dict)

    def at(self, level: str, scope: str) -> Sealed | None:
        """A level's text in a scope; where there is none of its own, the global one stands in."""
        rows = [s for s in self.by_key.values() if s.revision.level_code == level]
        own = next((s for s in rows if s.revision.scope_code == scope), None)
        return own or next((s for s in rows if s.revision.scope_code == GLOBAL), None)

    def scopes(self, level: str) -> list[str]:
        codes = {s.revision.scope_code for s in self.by_key.values() if s.revision.level_code == level}
        return sorted(codes, key=lambda code: (code != GLOBAL, code))


def focus_shelf(focus_code: str, user=None, moment: Moment = TODAY) -> FocusShelf:
    """One focus in one query, payloads and pay with it."""
    rows = moment.standing(Revision.objects.visible_to(user)).filter(focus_code=focus_code)
    pays = sees_pay(user)
    return FocusShelf(current(with_pay(rows, pays), sees_pay=pays))


def with_pay(rows: QuerySet[Revision], wanted: bool) -> QuerySet[Revision]:
    """Figures come with the rows for who sees them, and are not even read for anybody else."""
    return rows.select_related("pay") if wanted else rows


def current(rows: Iterable[Revision], *, sees_pay: bool = False) -> dict[str, Sealed]:
    """By key what stands: what is approved, else the last of what was retired."""
    best: dict[str, Revision] = {}
    for row in rows:
        other = best.get(row.key)
        if other is None or _precedence(row) > _precedence(other):
            best[row.key] = row
    return {key: Sealed(row, sees_pay) for key, row in best.items()}


def _precedence(row: Revision) -> tuple[bool, int]:
    return row.stood == State.APPROVED, row.number


def standing(key: str, user=None) -> Revision | None:
    """What stands under exactly this key, without its payload."""
    rows = Revision.objects.visible_to(user).filter(key=key, state__in=[State.APPROVED, State.RETIRED]).listed()
    return max(rows, key=_precedence, default=None)


def revisions_by_keys(keys: Iterable[str], user=None) -> dict[str, Revision]:
    """What stands under some keys, without payloads; where a scope has no text of its own, the global one."""
    asked = {key: key.partition("@")[0] for key in keys}
    wanted = {*asked, *asked.values()}
    if not wanted:
        return {}
    rows = Revision.objects.visible_to(user).filter(key__in=wanted, state__in=[State.APPROVED, State.RETIRED])
    found = current(rows.only(*LISTED))
    stands = {key: found.get(key) or found.get(whole) for key, whole in asked.items()}
    return {key: sealed.revision for key, sealed in stands.items() if sealed}


def version_of(key: str, number: int, user=None, moment: Moment = TODAY) -> Sealed | None:
    """An older revision that was approved once."""
    pays = sees_pay(user)
    rows = with_pay(moment.ever(Revision.objects.visible_to(user)), pays)
    row = rows.filter(key=key, number=number).first()
    return Sealed(row, pays) if row else None


def versions_with_texts(key: str, numbers: Iterable[int], user=None) -> dict[int, Sealed]:
    """Some revisions of a profile by number, in one query."""
    pays = sees_pay(user)
    rows = with_pay(Revision.objects.visible_to(user), pays).filter(key=key, number__in=list(numbers))
    return {row.number: Sealed(row, pays) for row in rows}


def versions_of(key: str, user=None, moment: Moment = TODAY) -> list[Revision]:
    """All revisions of a profile that readers may see, newest first, without payloads."""
    names = ("id", "key", "number", "state", "decided_at", "decided_by_name", "origin", "seal")
    names += ("superseded_at", "retired_at")
    return list(moment.ever(Revision.objects.visible_to(user)).filter(key=key).only(*names).newest_first())


def one_spelling(key: str) -> str:
    """A key as it is written, whatever case it was asked in: what is global bears no scope."""
    return key.strip().upper().removesuffix(f"@{GLOBAL.upper()}")


def split_key(key: str) -> tuple[str, str, str, str]:
    """(function, focus, level, scope) of a key in its one spelling."""
    parts = KEY.fullmatch(key).groupdict()
    return parts["function"], parts["focus"], parts["level"], parts["scope"] or GLOBAL
