"""Lists of profiles as a template reads them: facets with counts, chips, rows, and what to loosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from itertools import product
from typing import Any, NamedTuple

from django.db.models import F, IntegerField, Q, QuerySet, Value

from profiles.asking import Question
from profiles.filters import Choice, Choosing, Counts, Page
from profiles.filters.choosing import BANDS_ASKED, STATUSES
from profiles.filters.counting import TOP
from profiles.models.listing import UNSCORED
from profiles.models.revision import Heading, Revision
from profiles.moments import tracks_in_order
from profiles.querysets import LISTED
from profiles.rendering import words
from profiles.scoring import band_of
from profiles.states import State
from taxonomy.codes import GLOBAL

# Facets that stand open when a page is opened; the rest unfolds.
OPEN = ("function", "track", "level", "band")


class Option(NamedTuple):
    """One choice of a facet."""

    value: str
    label: str
    number: int
    chosen: bool
    known: bool = True
    code: str = ""
    sign: str = ""


class Facet(NamedTuple):
    name: str
    label: str
    top: list[Option]
    rest: list[Option]
    beyond: bool  # whether there are more than these

    @property
    def open(self) -> bool:
        return self.name in OPEN or any(option.chosen for option in (*self.top, *self.rest))


@dataclass(frozen=True)
class Chip:
    """What was chosen, and the address without it."""

    label: str
    value: str
    address: str
    known: bool = True


class Listed(NamedTuple):
    """What a list shows of a revision: LISTED, its pay, and its text where the list quotes from it."""

    pk: int
    profile: int
    key: str
    number: int
    state: str
    title: str
    rank: int
    confidence: float | None
    function_code: str
    focus_code: str
    level_code: str
    track_code: str
    scope_code: str
    function_name: str
    focus_name: str
    level_title: str
    median: int | None
    currency: str | None
    payload: str = ""
    schema: int = 0


@dataclass(frozen=True)
class Row:
    revision: Listed
    pay: str
    use: str | None = None

    @cached_property
    def band(self) -> str:
        return band_of(self.revision.confidence)

    @property
    def sign(self) -> str:
        return words.BAND_SIGNS.get(self.band, "○")

    @property
    def retired(self) -> bool:
        return self.revision.state == State.RETIRED


@dataclass(frozen=True)
class Ladder:
    """Tracks with their levels, as the last approvals sealed them."""

    tracks: Sequence[tuple[str, str, dict[str, Any]]]  # (code, name, text)

    @classmethod
    def of(cls, headings: Iterable[Heading]) -> "Ladder":
        return cls.read(*((h.code, h.name, h.text) for h in headings if h.kind == Heading.Kind.TRACK))

    @classmethod
    @lru_cache(maxsize=8)  # it works out its levels once, too
    def read(cls, *told: tuple[str, str, str]) -> "Ladder":
        """(code, name, text as it was written) of each track."""
        return cls(tracks_in_order(*told))

    @cached_property
    def levels(self) -> dict[str, dict[str, Any]]:
        """Steps by code, track by track and lowest first."""
        return {step["code"]: step for _, _, text in self.tracks for step in text["levels"]}

    @cached_property
    def names(self) -> dict[str, str]:
        return {code: name for code, name, _ in self.tracks}


@dataclass
class Names:
    """What codes are called, in one query."""

    functions: dict[str, str] = field(default_factory=dict)
    focuses: dict[str, tuple[str, str]] = field(default_factory=dict)  # code → name, function
    ladder: Ladder = field(default_factory=lambda: Ladder(()))

    @classmethod
    def of(cls, functions: Iterable[str], focuses: Iterable[str]) -> "Names":
        kinds = Heading.Kind
        rows = _HEADINGS.rows([*dict.fromkeys(functions)], [*dict.fromkeys(focuses)])
        return cls(
            {code: name for kind, code, _, name, _ in rows if kind == kinds.FUNCTION},
            {code: (name, parent) for kind, code, parent, name, _ in rows if kind == kinds.FOCUS},
            Ladder.read(*((code, name, text) for kind, code, _, name, text in rows if kind == kinds.TRACK)),
        )


def _headings(functions: Sequence[str], focuses: Sequence[str]) -> QuerySet:
    kinds = Heading.Kind
    asked = Q(kind=kinds.TRACK) | Q(kind=kinds.FUNCTION, code__in=functions)
    rows = Heading.objects.filter(asked | Q(kind=kinds.FOCUS, code__in=focuses))
    return rows.values_list("kind", "code", "parent", "name", "text")


_HEADINGS = Question(Heading, _headings)


@dataclass
class Finding:
    """A list of profiles that can be narrowed: everything that its page shows."""

    choosing: Choosing
    counts: Counts
    page: Page
    revisions: Mapping[int, Listed]
    names: Names
    path: str
    loosen: list[tuple[str, int]] = field(default_factory=list)
    uses: Mapping[int, str] | None = None
    asked_after: bool = False

    # -- facets ----------------------------------------------------------------------------------------

    @cached_property
    def facets(self) -> list[Facet]:
        return [facet for facet in map(self._facet, self.choosing.facets) if facet.top]

    @cached_property
    def _options(self) -> dict[str, list[Option]]:
        return {name: self._told(name) for name in self.choosing.facets}

    def _facet(self, name: str) -> Facet:
        options = self._options[name]
        # What is chosen has to be in sight, or it could not be taken back.
        most = TOP if len(options) > TOP + 2 and name not in ("level", "track", "band") else len(options)
        top = options[:most] + [option for option in options[most:] if option.chosen]
        rest = [option for option in options[most:] if not option.chosen]
        return Facet(name, self.choosing.label(name), top, rest, self.counts.beyond[name])

    def _told(self, name: str) -> list[Option]:
        """Options of a facet in the order of the page; what was chosen and counts for nothing stands last."""
        counts, chosen = self.counts.facets[name], self.choosing.values(name)
        counted = {count.value for count in counts}
        missing = [Choice(value, 0) for value in chosen if value not in counted]
        options = [self._option(name, count, count.value in chosen) for count in (*counts, *missing)]
        if name == "scope":
            return sorted(options, key=lambda option: (option.value != GLOBAL, option.value))
        # Sorting is stable, so what has no place stays as it was counted.
        places = {value: place for place, value in enumerate(self._order(name))}
        return sorted(options, key=lambda option: places.get(option.value, len(places))) if places else options

    def _order(self, name: str) -> Iterable[str]:
        """Values of a facet that has an order of its own."""
        ladder = self.names.ladder
        orders = {"track": ladder.names, "level": ladder.levels, "band": BANDS_ASKED, "status": STATUSES}
        return orders.get(name, ())

    def _option(self, name: str, count: Choice, chosen: bool) -> Option:
        label, known, more = self._name(name, count)
        return Option(count.value, label, count.number, chosen, known, **more)

    def _name(self, name: str, count: Choice) -> tuple[str, bool, dict[str, str]]:
        value, names = count.value, self.names
        told = None
        more: dict[str, str] = {}
        if name == "function":
            told = names.functions.get(value)
        elif name == "focus":
            told, above = names.focuses.get(value, (None, ""))
            more = {"code": above} if above else {}
        elif name == "track":
            told = names.ladder.names.get(value)
        elif name == "level":
            step = names.ladder.levels.get(value)
            told, more = (step["title"], {"code": value}) if step else (None, {})
        elif name == "skill":
            told = count.label or None
        elif name == "code":
            return (count.label or value), bool(count.number), ({"code": value} if count.label else {})
        elif name == "band":
            told = "not scored" if value == UNSCORED else value
            more = {"sign": words.BAND_SIGNS.get(value, "○")}
        elif name == "scope":
            return value, bool(count.number), {}
        else:
            told, more = value, {"sign": words.STATE_SIGNS.get(value, "")}
        return told or value, told is not None, more

    # -- what was chosen -------------------------------------------------------------------------------

    @cached_property
    def chips(self) -> list[Chip]:
        return [chip for name in self.choosing.chosen for chip in self._chips(name)]

    def _chips(self, name: str) -> list[Chip]:
        label = self.choosing.label(name)
        if name == "pay":
            return [Chip(label, self._pay_told, self._without(name, ""))]
        if name == "q":
            return [Chip(label, f"“{value}”", self._without(name, "")) for value in self.choosing.values(name)]
        options = [option for option in self._options[name] if option.chosen]
        return [
            Chip(label, " ".join(filter(None, (self._code(name, o), o.label))), self._without(name, o.value), o.known)
            for o in options
        ]

    @staticmethod
    def _code(name: str, option: Option) -> str:
        return option.code if name in ("level", "code") else ""

    @property
    def _pay_told(self) -> str:
        asked = self.choosing.cleaned["pay"]
        figures = {"low": asked.least, "high": asked.most, "currency": asked.currency}
        return words.pay_range(figures)

    def _without(self, name: str, value: str) -> str:
        return self._address(self.choosing.query(without={name: value}))

    def _address(self, query: str) -> str:
        return f"{self.path}?{query}" if query else self.path

    @property
    def loosening(self) -> list[tuple[str, str, str]]:
        """(what to give up, how many that gives, address), the most helpful first."""
        return [
            (self._given_up(name), words.count(number, "profile"), self._without(name, ""))
            for name, number in self.loosen
        ]

    def _given_up(self, name: str) -> str:
        told = ", ".join(chip.value for chip in self._chips(name))
        return f"{self.choosing.label(name)}: {told}"

    @property
    def unknown(self) -> list[Chip]:
        return [chip for chip in self.chips if not chip.known]

    # -- addresses -------------------------------------------------------------------------------------

    @property
    def cleared(self) -> str:
        return self.path

    @property
    def canonical(self) -> str:
        """The one address of these choices."""
        return self._address(self.choosing.query())

    @property
    def deep(self) -> bool:
        """A combination that no search engine need keep: one value of one facet is kept, in the plain order."""
        chosen = self.choosing.chosen
        plain = self.choosing.sort == "title" and self.choosing.view == "table" and not self.asked_after
        single = len(chosen) <= 1 and all(len(values) == 1 for values in chosen.values())
        return not (plain and single and "q" not in chosen)

    @property
    def next(self) -> str:
        return self._address(self.choosing.query(after=self.page.after)) if self.page.after else ""

    @property
    def first(self) -> str:
        return self.canonical if self.asked_after else ""

    @property
    def views(self) -> list[tuple[str, str, bool]]:
        pairs = (("table", "Table"), ("cards", "Cards"))
        return [(label, self._address(self.choosing.query(view=v)), v == self.choosing.view) for v, label in pairs]

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        return [(name, sort.label, name == self.choosing.sort) for name, sort in self.choosing.sorts.items()]

    @property
    def currencies(self) -> list[tuple[str, bool]]:
        asked = self.choosing.currency
        codes = list(dict.fromkeys([count.value for count in self.counts.currencies] + ([asked] if asked else [])))
        return [(code, code == asked) for code in codes]

    @property
    def pay_asked(self) -> Any:
        return self.choosing.cleaned.get("pay")

    @property
    def text(self) -> str:
        return self.choosing.cleaned["q"]

    # -- rows ------------------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> list[Row]:
        found = [self.revisions[pk] for pk in self.page.revisions if pk in self.revisions]
        return [Row(row, self._pay(row), None if self.uses is None else self.uses.get(row.pk, "")) for row in found]

    def _pay(self, row: Listed) -> str:
        return words.money(row.median, row.currency) if self.choosing.sees_pay else ""

    @property
    def shows_pay(self) -> bool:
        return self.choosing.sees_pay

    @property
    def total(self) -> str:
        return words.count(self.counts.total, "profile")


def on_page(pks: Sequence[int], *, sees_pay: bool, texts: bool = False) -> dict[int, Listed]:
    """The revisions of one page, in one query; with their texts only where a page quotes from them."""
    return {row[0]: Listed(*row) for row in _ON_PAGE[sees_pay, texts].rows(pks)}


def _on_page(sees_pay: bool, texts: bool, pks: Sequence[int]) -> QuerySet:
    pay = (F("pay__median"), F("pay__currency")) if sees_pay else (Value(None, IntegerField()), Value(""))
    rows = Revision.objects.visible_to(among=pks).order_by()
    return rows.values_list(*LISTED, *pay, *(("payload", "schema") if texts else ()))


_ON_PAGE = {which: Question(Revision, partial(_on_page, *which)) for which in product((True, False), repeat=2)}
