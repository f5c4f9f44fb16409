"""What stands around a payload and may contradict it: loaded sources, the habits of its function, the levels beside."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.db.models.functions import Left
from django.utils import timezone

from profiles import pay as pay_rules
from profiles import payloads
from profiles.contradictions import (
    BULLET,
    MAPPED,
    Around,
    Beside,
    Names,
    Places,
    bordering,
    contradictions,
    folded,
    is_telling,
)
from profiles.gate import Finding
from profiles.models import Mapping as DeskMapping
from profiles.models import Revision, SearchCaption
from profiles.search.words import line_of
from taxonomy.models import ClassificationCode, ClassificationSystem, CodeTask, Focus, Function
from taxonomy.systems import SHAPES, source_of
from taxonomy.texts import fold_name

MOST_CAPTIONS = 200
MOST_NAMES = 20


def findings_around(
    payload: Mapping[str, Any], pay: Mapping[str, Any] | None, *, sees_pay: bool, today: datetime.date | None = None
) -> list[Finding]:
    """What contradicts a payload, for the desk and for the approver; a fixed number of queries."""
    return contradictions(payload, around(payload, pay if sees_pay else None, today=today))


def around(payload: Mapping[str, Any], pay: Mapping[str, Any] | None, *, today: datetime.date | None = None) -> Around:
    codes, loaded = looked_up(_pairs(payload))
    siblings = _siblings(payload)
    return Around(
        codes=codes,
        loaded=loaded,
        majors=_majors(payload),
        pay=pay,
        beside=_beside(payload, siblings) if pay else (),
        worded=_worded(payload),
        elsewhere=_elsewhere(payload, siblings),
        captions=_captions(payload),
        names=_names(payload),
        today=today or timezone.now().date(),
        ages_after=settings.PAY_AGEING_MONTHS,
    )


def _pairs(payload: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(mapping["system"], mapping["code"]) for mapping in payload["mappings"]}


def looked_up(pairs: Iterable[tuple[str, str]]) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """Titles of mapped codes, and for each mapping the edition that it was looked up in, where one is loaded.

    A code of a wrong shape has a finding of its own.
    """
    keys = {pair: key for pair in pairs if (key := source_of(*pair)) and SHAPES[pair[0]][0].fullmatch(pair[1])}
    editions = {system.key: str(system) for system in ClassificationSystem.objects.all()}
    rows = ClassificationCode.objects.filter(system__key__in=set(keys.values()), code__in=[code for _, code in keys])
    titles = {(key, code): title for key, code, title in rows.values_list("system__key", "code", "title")}
    return (
        {pair: titles[key, pair[1]] for pair, key in keys.items() if (key, pair[1]) in titles},
        {pair: editions[key] for pair, key in keys.items() if key in editions},
    )


def _majors(payload: Mapping[str, Any]) -> dict[str, int]:
    """SOC major groups of the function's other profiles."""
    basis = payload["basis"]
    rows = DeskMapping.objects.filter(system=MAPPED, profile__focus__function__code=basis["function"]["code"])
    rows = rows.exclude(profile__focus__code=basis["focus"]["code"], profile__level__code=basis["level"]["code"])
    return dict(rows.order_by().values_list(Left("code", 2)).annotate(Count("pk")))


def _siblings(payload: Mapping[str, Any]) -> list[tuple[Revision, dict[str, Any]]]:
    """Levels of the same focus and scope as they stand approved, with their texts and with the pay that holds."""
    basis = payload["basis"]
    rows = Revision.objects.approved().select_related("pay")
    rows = rows.filter(focus_code=basis["focus"]["code"], scope_code=payload["scope"])
    rows = rows.exclude(level_code=basis["level"]["code"]).order_by("rank", "key")
    return [(row, payloads.read(row.payload, row.schema)) for row in rows]


Siblings = Iterable[tuple[Revision, Mapping[str, Any]]]


def _of_the_track(payload: Mapping[str, Any], siblings: Siblings) -> Iterator[tuple[Revision, Mapping[str, Any]]]:
    return (pair for pair in siblings if pair[0].track_code == payload["basis"]["track"]["code"])


def _beside(payload: Mapping[str, Any], siblings: Siblings) -> tuple[Beside, ...]:
    rows = [row for row, _ in _of_the_track(payload, siblings)]
    found = ((row, pay_rules.resolve(payloads.pay_of(row))) for row in rows)
    return tuple(
        Beside(row.level_code, row.rank, pay.figures["median"], pay.figures["currency"]) for row, pay in found if pay
    )


def _elsewhere(payload: Mapping[str, Any], siblings: Siblings) -> dict[tuple[str, str], Places]:
    """Bullets that stand at another level of the focus; what stands in another focus is known to a check of all."""
    own = {text for text in map(folded, payload["responsibilities"]) if is_telling(text)}
    places: dict[str, list[str]] = {}
    for row, other in siblings:
        for text in own & set(map(folded, other["responsibilities"])):
            places.setdefault(text, []).append(row.key.partition("@")[0])
    return {(BULLET, text): Places(tuple(keys[:3]), len(keys)) for text, keys in places.items()}


def _captions(payload: Mapping[str, Any]) -> dict[str, Places]:
    """Aliases that are a title or an alias of another published profile; other scopes of this one are no others."""
    titles = {fold_name(alias["title"]) for alias in payload["aliases"]}
    lines = {line_of(alias["title"]) for alias in payload["aliases"]}
    rows = SearchCaption.objects.filter(text__in=lines, kind__in=(SearchCaption.Kind.TITLE, SearchCaption.Kind.ALIAS))
    rows = rows.filter(document__retired=False).values_list("shown", "document__revision__key")
    found: dict[str, set[str]] = {}
    for shown, key in rows[:MOST_CAPTIONS]:
        is_other = (bare := key.partition("@")[0]) != payload["key"].partition("@")[0]
        if is_other and (title := fold_name(shown)) in titles:
            found.setdefault(title, set()).add(bare)
    return {title: Places(tuple(sorted(keys)[:3]), len(keys)) for title, keys in found.items()}


def _names(payload: Mapping[str, Any]) -> Names:
    """Names of functions, and of focuses that share the first word with what the definitions name."""
    named = [*bordering(payload["summary"]), *bordering(payload["basis"]["focus"]["summary"])][:MOST_NAMES]
    like = Q(function__code=payload["basis"]["function"]["code"])
    for name in named:
        like |= Q(name__icontains=re.split(r"[^\w]+", name)[0])
    focuses = Focus.objects.filter(like).order_by().values_list("name")
    names = focuses.union(Function.objects.order_by().values_list("name"))
    return Names(name for (name,) in names)


def _worded(payload: Mapping[str, Any]) -> dict[str, str]:
    """Tasks of the mapped occupations, by which a bullet that was copied is known."""
    tasks = tasks_of(occupations(payload))
    return {folded(text): f"a task of O*NET {code}" for code, texts in tasks.items() for text in texts}


def occupations(payload: Mapping[str, Any]) -> set[str]:
    """Codes of O*NET that a text is mapped to."""
    return {m["code"] if "." in m["code"] else f"{m['code']}.00" for m in payload["mappings"] if m["system"] == MAPPED}


def tasks_of(codes: Iterable[str]) -> dict[str, list[str]]:
    rows = CodeTask.objects.filter(code__system__key="onet", code__code__in=codes).values_list("code__code", "text")
    found: dict[str, list[str]] = {}
    for code, text in rows:
        found.setdefault(code, []).append(text)
    return found
