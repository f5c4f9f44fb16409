"""Skills: all that approved profiles name, and one skill with the roles that use it."""

import re
from functools import partial

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from profiles.filters.fields import Words
from profiles.models.listing import SkillHeading
from profiles.rendering import skills as rendering
from profiles.views.addresses import to_one_spelling
from profiles.views.finding import found
from profiles.views.keeping import kept
from taxonomy.codes import SKILL_ADDRESS
from taxonomy.models.skill import SkillType
from taxonomy.texts import fold_name

A_PAGE = 60


@require_safe
@kept
def skills(request: HttpRequest) -> HttpResponse:
    """By name, narrowed by type and by words; the next page begins after the last address of this one."""
    kind = request.GET.get("type") if request.GET.get("type") in SkillType.values else ""
    text = Words().clean(request.GET.get("q"))
    after = request.GET.get("after", "")[:80]
    rows = SkillHeading.objects.filter(current=True, **({"type": kind} if kind else {}))
    for word in fold_name(text).split()[:12]:
        rows = rows.filter(folded__contains=word)
    begin = SkillHeading.objects.filter(address=after).first() if re.fullmatch(SKILL_ADDRESS, after) else None
    if begin:
        rows = rows.filter(Q(folded__gt=begin.folded) | Q(folded=begin.folded, address__gt=begin.address))
    headings = list(rows[: A_PAGE + 1])
    asked = {name: value for name, value in (("type", kind), ("q", text)) if value}
    last = headings[A_PAGE - 1].address if len(headings) > A_PAGE else ""
    context = {
        "uses": rendering.used(headings[:A_PAGE]),
        "types": [(value, value == kind) for value in SkillType.values],
        "text": text,
        "next": f"?{urlencode(asked | {'after': last})}" if last else "",
        "first": f"?{urlencode(asked)}" if after else "",
        "address": reverse("profiles:skills"),
        "deep": bool(asked or after),
        "area": "skills",
    }
    return render(request, "skills/skills.html", context)


@require_safe
@kept
def skill(request: HttpRequest, address: str) -> HttpResponse:
    if address != address.lower():
        return to_one_spelling(request, "profiles:skill", address.lower())
    heading = SkillHeading.objects.filter(address=address).first()
    if heading is None:
        raise Http404(f"no published profile names a skill at {address}")
    # Texts that were approved under an older name still link to it, and find the same page.
    now = heading if heading.current else SkillHeading.objects.filter(skill=heading.skill_id, current=True).first()
    spread = rendering.spread(heading.skill_id)
    finding = found(
        request,
        reverse("profiles:skill", args=[address]),
        fixed={"skill": address},
        uses=partial(rendering.uses, heading.skill_id),
        focuses=spread.focuses,
    )
    levels, rows = rendering.table(spread, finding.names)
    context = {
        "heading": heading,
        "now": now if now and now != heading else None,
        "levels": levels,
        "rows": rows,
        "beyond": spread.beyond,
        "finding": finding,
        "area": "skills",
    }
    return render(request, "skills/skill.html", context)
