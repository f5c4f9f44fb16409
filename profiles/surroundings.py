"""What stands around a payload and may contradict it: loaded sources, the habits of its function, the levels beside."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import Left
from django.utils import timezone

from profiles import pay as pay_rules
from profiles import payloads
from profiles.contradictions import MAPPED, Around, Beside, contradictions, folded
from profiles.gate import Finding
from profiles.models import Mapping as DeskMapping
from profiles.models import Revision
from taxonomy.models import ClassificationCode, ClassificationSystem, CodeTask
from taxonomy.systems import SHAPES, source_of


def findings_around(
    payload: Mapping[str, Any], pay: Mapping[str, Any] | None, *, sees_pay: bool, today: datetime.date | None = None
) -> list[Finding]:
    """What contradicts a payload, for the desk and for the approver; a fixed number of queries."""
    return contradictions(payload, around(payload, pay if sees_pay else None, today=today))


def around(payload: Mapping[str, Any], pay: Mapping[str, Any] | None, *, today: datetime.date | None = None) -> Around:
    codes, loaded = _codes(payload)
    return Around(
        codes=codes,
        loaded=loaded,
        majors=_majors(payload),
        pay=pay,
        beside=_beside(payload) if pay else (),
        worded=_worded(payload),
        today=today or timezone.now().date(),
        ages_after=settings.PAY_AGEING_MONTHS,
    )


def _codes(payload: Mapping[str, Any]) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """Titles of mapped codes, and for each mapping the edition that it was looked up in, where one is loaded.

    A code of a wrong shape has a finding of its own.
    """
    pairs = {
        (m["system"], m["code"]): key
        for m in payload["mappings"]
        if (key := source_of(m["system"], m["code"])) and SHAPES[m["system"]][0].fullmatch(m["code"])
    }
    editions = {system.key: str(system) for system in ClassificationSystem.objects.all()}
    rows = ClassificationCode.objects.filter(system__key__in=set(pairs.values()), code__in=[code for _, code in pairs])
    titles = {(key, code): title for key, code, title in rows.values_list("system__key", "code", "title")}
    return (
        {pair: titles[key, pair[1]] for pair, key in pairs.items() if (key, pair[1]) in titles},
        {pair: editions[key] for pair, key in pairs.items() if key in editions},
    )


def _majors(payload: Mapping[str, Any]) -> dict[str, int]:
    """SOC major groups of the function's other profiles."""
    basis = payload["basis"]
    rows = DeskMapping.objects.filter(system=MAPPED, profile__focus__function__code=basis["function"]["code"])
    rows = rows.exclude(profile__focus__code=basis["focus"]["code"], profile__level__code=basis["level"]["code"])
    return dict(rows.order_by().values_list(Left("code", 2)).annotate(Count("pk")))


def _beside(payload: Mapping[str, Any]) -> tuple[Beside, ...]:
    """Levels of the same focus, track and scope as they stand approved, with the pay that holds for them."""
    basis = payload["basis"]
    rows = Revision.objects.approved().select_related("pay").defer("payload")
    rows = rows.filter(
        focus_code=basis["focus"]["code"], track_code=basis["track"]["code"], scope_code=payload["scope"]
    ).exclude(level_code=basis["level"]["code"])
    found = ((row, pay_rules.resolve(payloads.pay_of(row))) for row in rows)
    return tuple(
        Beside(row.level_code, row.rank, pay.figures["median"], pay.figures["currency"]) for row, pay in found if pay
    )


def _worded(payload: Mapping[str, Any]) -> dict[str, str]:
    """Tasks of the mapped occupations, by which a bullet that was copied is known."""
    codes = {m["code"] if "." in m["code"] else f"{m['code']}.00" for m in payload["mappings"] if m["system"] == MAPPED}
    rows = CodeTask.objects.filter(code__system__key="onet", code__code__in=codes).values_list("code__code", "text")
    return {folded(text): f"a task of O*NET {code}" for code, text in rows}
