"""A form that was opened before somebody else saved: its rows are found again among those that stand by now."""

from collections.abc import Iterable

from django.db.models import Model
from django.http import QueryDict

from profiles.models import DeskPay, Mapping, Profile, SkillUse, Source

# Prefix of the rows in the form → their model, and the fields by which a person would say that two rows are one.
ROWS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "skill_uses": (SkillUse, ("skill",)),
    "mappings": (Mapping, ("system", "code")),
    "sources": (Source, ("title",)),
    "pay": (DeskPay, ()),
}
_FRAME = ("id", "profile", "position", "DELETE")
Row = dict[str, list[str]]


def brought_up_to_date(post: QueryDict, profile: Profile) -> QueryDict:
    """What was posted, so that it can be saved over what stands now.

    A row that is gone by now is a new one; where an equal one has come in its place, it is that one. Without this a
    form whose row somebody else took away could never be saved again.
    """
    post = post.copy()
    for prefix, (model, identity) in ROWS.items():
        counts = post.get(f"{prefix}-TOTAL_FORMS", ""), post.get(f"{prefix}-INITIAL_FORMS", "")
        if all(count.isascii() and count.isdecimal() and len(count) < 4 for count in counts):
            rows = [_taken(post, f"{prefix}-{number}-") for number in range(int(counts[0]))]
            known, new = _told_apart(rows, _standing(model, identity, profile), identity)
            _lay(post, prefix, known, new)
    return post


def _taken(post: QueryDict, head: str) -> Row:
    names = [name for name in post if name.startswith(head)]
    return {name.removeprefix(head): post.pop(name) for name in names}


def _standing(model: type[Model], identity: tuple[str, ...], profile: Profile) -> dict[str, tuple[str, ...]]:
    """Primary key → what tells the row from its neighbours, both as a form would send them."""
    rows = model.objects.filter(profile=profile).order_by("pk").values_list("pk", *identity)
    return {str(pk): tuple(map(str, told)) for pk, *told in rows}


def _told_apart(
    rows: Iterable[Row], standing: dict[str, tuple[str, ...]], identity: tuple[str, ...]
) -> tuple[list[Row], list[Row]]:
    """Rows that stand, under their numbers of today; and rows that do not."""
    known, others = [], []
    for row in rows:
        (known if _value(row, "id") in standing else others).append(row)
    free = {told: pk for pk, told in standing.items() if pk not in {_value(row, "id") for row in known}}
    new = []
    for row in others:
        gone = _value(row, "id") and _value(row, "DELETE")
        written = any(_value(row, name) for name in row if name not in _FRAME)
        pk = free.pop(tuple(_value(row, name) for name in identity), "") if written and not gone else ""
        row["id"] = [pk]
        if not gone:
            (known if pk else new).append(row)
    return known, new


def _value(row: Row, name: str) -> str:
    return row.get(name, [""])[-1].strip()


def _lay(post: QueryDict, prefix: str, known: list[Row], new: list[Row]) -> None:
    """Rows that stand come first: the form counts on it."""
    post[f"{prefix}-INITIAL_FORMS"], post[f"{prefix}-TOTAL_FORMS"] = str(len(known)), str(len(known) + len(new))
    for number, row in enumerate([*known, *new]):
        for name, values in row.items():
            post.setlist(f"{prefix}-{number}-{name}", values)
