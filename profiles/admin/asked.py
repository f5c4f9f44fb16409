"""What readers asked in vain, as questions to answer: each with what it may mean, and an alias in one click."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe
from rapidfuzz import fuzz

from profiles.aliasing import propose_alias
from profiles.models import Profile, SearchCaption, SearchMiss
from profiles.people import name_of
from profiles.rendering.words import MATCH_SIGNS
from profiles.resolver import Resolver
from profiles.search.gathering import Group, gathered
from profiles.search.index import matching
from profiles.search.words import Term
from profiles.states import Conflict, Refused
from taxonomy.codes import KEY

READ, PAGE = 1_000, 25  # rows that are put together, groups on a page
CANDIDATES, FEW, LOOKED_AT = 5, 3, 60
SETTLED = 50
_SMALL = frozenset("a an and at for in of on or the to with".split())


def doors(admin) -> list:
    """The routes of this room, for the admin of search misses."""
    view = admin.admin_site.admin_view

    def writing(deed: Callable) -> Callable:
        @require_POST
        def through(request: HttpRequest, pk: int) -> HttpResponse:
            if not admin.has_view_permission(request):
                raise PermissionDenied
            return deed(request, pk)

        return view(through)

    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        if not admin.has_view_permission(request):
            raise PermissionDenied
        context = {
            **admin.admin_site.each_context(request),
            "title": "What readers asked in vain",
            "asked": Questions(_number(request.GET.get("open")), _number(request.GET.get("page")) or 1),
            "opts": admin.opts,
        }
        return TemplateResponse(request, "admin/profiles/searchmiss/asked.html", context)

    return [
        path("asked/", view(page), name="profiles_searchmiss_asked"),
        path("asked/<int:pk>/propose/", writing(_propose), name="profiles_searchmiss_propose"),
        path("asked/<int:pk>/dismiss/", writing(_dismiss), name="profiles_searchmiss_dismiss"),
        path("asked/<int:pk>/open-again/", writing(_open_again), name="profiles_searchmiss_open_again"),
    ]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


# -- the page --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """A profile that a question may mean; `sign` and `share` are empty where it only shares words with it."""

    key: str
    label: str
    why: str
    sign: str = ""
    share: str = ""


@dataclass
class Questions:
    """Groups of what nobody has dealt with, one of them open. The number of queries is fixed."""

    opened: int
    page: int

    @cached_property
    def _groups(self) -> list[Group[SearchMiss]]:
        return gathered(open_ones()[:READ])

    @cached_property
    def total(self) -> int:
        return open_ones().count()

    @property
    def unread(self) -> int:
        """Spellings beyond those that are put together, each asked for less often."""
        return max(0, self.total - READ)

    @property
    def groups(self) -> list[Group[SearchMiss]]:
        return self._groups[(self.page - 1) * PAGE : self.page * PAGE]

    @property
    def before(self) -> str:
        return f"?page={self.page - 1}" if self.page > 1 else ""

    @property
    def next(self) -> str:
        return f"?page={self.page + 1}" if len(self._groups) > self.page * PAGE else ""

    def address(self, group: Group[SearchMiss]) -> str:
        return "?" + urlencode({"page": self.page, "open": group.first.pk}) + "#question"

    @property
    def lines(self) -> list[tuple[Group[SearchMiss], str, bool]]:
        """(group, address, is it open)."""
        return [(group, self.address(group), group is self.open) for group in self.groups]

    @cached_property
    def open(self) -> Group[SearchMiss] | None:
        """What was asked for, or the first."""
        found = (group for group in self._groups if any(row.pk == self.opened for row in group.rows))
        return next(found, None) or (self.groups[0] if self.groups else None)

    @cached_property
    def candidates(self) -> list[Candidate]:
        return candidates_for(self.open.first.words) if self.open else []

    @property
    def title(self) -> str:
        """As an alias would be written."""
        return as_title(self.open.first.words)

    @cached_property
    def settled(self) -> list[SearchMiss]:
        """The last that were dealt with, one a group."""
        places = ("became__focus__function", "became__level", "became__scope")
        rows = SearchMiss.objects.filter(settled_at__isnull=False).select_related(*places)
        rows = rows.order_by("-settled_at", "-count", "words")[:SETTLED]
        once = {row.settled_at: row for row in reversed(rows)}
        return sorted(once.values(), key=lambda row: row.settled_at, reverse=True)


def open_ones() -> QuerySet[SearchMiss]:
    return SearchMiss.objects.filter(settled_at__isnull=True).order_by("-count", "-last_at", "pk")


def as_title(words: str) -> str:
    """Words as they are kept are small; a title is not: "head of works" → "Head of Works"."""
    written = [word if n and word in _SMALL else word[:1].upper() + word[1:] for n, word in enumerate(words.split())]
    return " ".join(written)


def candidates_for(words: str) -> list[Candidate]:
    """What the resolver answers, the likeliest first; where that is little, profiles whose names share words."""
    answer = Resolver("profiles", most=CANDIDATES).one(words)
    found = [Candidate(c.code, c.label, c.why, MATCH_SIGNS[c.band], f"{c.score:.0%}") for c in answer.candidates]
    known = {candidate.key for candidate in found}
    more = _sharing(words) if len(found) < FEW else []
    return found + [candidate for candidate in more if candidate.key not in known][: CANDIDATES - len(found)]


def _sharing(words: str) -> list[Candidate]:
    """By the names that stand, the most alike first; a bounded number is looked at."""
    groups = [tuple(Term(word) for word in words.split())]
    captions = SearchCaption.objects.filter(
        document__in=matching(groups, "title", "alias", limit=LOOKED_AT), document__retired=False
    ).exclude(kind=SearchCaption.Kind.CODE)
    rows = captions.values_list("text", "shown", "document__revision__key", "document__revision__title")
    ranked = sorted(rows, key=lambda row: (-fuzz.token_set_ratio(words, row[0]), row[2], row[0]))
    best: dict[str, Candidate] = {}
    for _, shown, key, title in ranked:
        best.setdefault(key, Candidate(key, f"{title} ({key.split('.')[2]})", f"shares words with “{shown}”"))
    return list(best.values())[:CANDIDATES]


# -- what is done with a question --------------------------------------------------------------------


def _propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts the title on the desk of the profile that was chosen, and the question among those dealt with."""
    group = _group_of(pk)
    if group is None:
        return _gone(request)
    chosen = request.POST.get("other", "").strip()[:80] or request.POST.get("key", "").strip()[:80]
    title = request.POST.get("title", "").strip()[:200]
    try:
        profile = _profile(chosen)
        propose_alias(profile, title, by=request.user, source="asked by readers", note=_note(group))
    except (Refused, Conflict) as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_page_of(pk))
    _settle(group.rows, by=request.user, became=profile)
    # The address is ours; the title was typed.
    messages.success(
        request, f"“{title}” stands on the desk of {profile.key} now; readers find it once it is approved."
    )
    return HttpResponseRedirect(reverse("admin:profiles_searchmiss_asked"))


def _note(group: Group[SearchMiss]) -> str:
    told = [f"{count} {word}" for count, word in ((group.searches, "searches"), (group.resolutions, "titles")) if count]
    return f"readers asked for “{group.first.words}” in vain: {', '.join(told)}"


def _profile(key: str) -> Profile:
    match = KEY.fullmatch(key.upper())
    if match is None:
        raise Refused("a profile expected: choose one of those that are offered, or write its key")
    part = match.groupdict()
    rows = Profile.objects.with_places().filter(
        focus__function__code=part["function"],
        focus__code=part["focus"],
        level__code=part["level"],
        scope__code=part["scope"] or "global",
    )
    if (profile := rows.first()) is None:
        raise Refused(f"the key of a profile expected, found {key.upper()}")
    return profile


def _dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    group = _group_of(pk)
    if group is None:
        return _gone(request)
    _settle(group.rows, by=request.user)
    messages.success(request, f"“{group.first.words}” is dealt with; below it can be opened again.")
    return HttpResponseRedirect(reverse("admin:profiles_searchmiss_asked"))


def _open_again(request: HttpRequest, pk: int) -> HttpResponse:
    """All that was dealt with together. An alias that came of it stays on its desk."""
    row = SearchMiss.objects.filter(pk=pk, settled_at__isnull=False).first()
    if row is None:
        return _gone(request)
    SearchMiss.objects.filter(settled_at=row.settled_at).update(settled_at=None, settled_by_name="", became=None)
    stays = f" The alias stays on the desk of {row.became.key}." if row.became else ""
    messages.success(request, f"“{row.words}” is open again.{stays}")
    return HttpResponseRedirect(_page_of(pk))


def _group_of(pk: int) -> Group[SearchMiss] | None:
    rows = list(open_ones()[:READ])
    found = next((group for group in gathered(rows) if any(row.pk == pk for row in group.rows)), None)
    return found or next((Group((row,)) for row in open_ones().filter(pk=pk)), None)


def _settle(rows: Sequence[SearchMiss], *, by, became: Profile | None = None) -> None:
    """One moment for all spellings of a question, by which they are opened again together."""
    deed = {"settled_at": timezone.now(), "settled_by_name": name_of(by), "became": became}
    SearchMiss.objects.filter(pk__in=[row.pk for row in rows], settled_at__isnull=True).update(**deed)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, "Somebody has dealt with it meanwhile.")
    return HttpResponseRedirect(reverse("admin:profiles_searchmiss_asked"))


def _page_of(pk: int) -> str:
    return f"{reverse('admin:profiles_searchmiss_asked')}?open={pk}#question"
