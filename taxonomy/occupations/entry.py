"""One occupation, or group of occupations, put together from whatever is loaded; a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from taxonomy.models import (
    ClassificationCode,
    ClassificationSystem,
    CodeElement,
    CodeTask,
    CodeTitle,
    CodeTool,
    Crosswalk,
    ElementKind,
    JobZone,
    RelatedCode,
    TitleKind,
    UsualEducation,
)
from taxonomy.occupations.wages import Levels, WageRow, levels_of, of_nation, of_states


@dataclass
class Detail:
    """An occupation of eight digits, as O*NET tells it."""

    row: ClassificationCode
    zone: JobZone | None = None
    education: str = ""
    titles: list[CodeTitle] = field(default_factory=list)
    tasks: list[CodeTask] = field(default_factory=list)
    elements: dict[str, list[CodeElement]] = field(default_factory=dict)
    tools: dict[str, list[tuple[str, list[CodeTool]]]] = field(default_factory=dict)
    related: list[RelatedCode] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"o-{self.row.code.replace('.', '-')}"


@dataclass(frozen=True)
class Link:
    """One line of a crosswalk: the other system, its code where that is known, its title, and how the two match."""

    system: str
    code: str
    title: str
    relation: str
    whose: str


@dataclass
class Occupation:
    """What stands under six digits. `row` is SOC's entry, or where SOC is not loaded O*NET's."""

    code: str
    row: ClassificationCode
    above: list[ClassificationCode]
    below: list[ClassificationCode]
    details: list[Detail]
    direct: list[CodeTitle]
    links: list[Link]
    nation: list[WageRow]
    states: list[WageRow]
    levels: Levels | None
    systems: list[ClassificationSystem]

    @property
    def title(self) -> str:
        return self.row.title


def occupation(code: str) -> Occupation | None:
    """None where no loaded source has the code."""
    rows = ClassificationCode.objects.select_related("system", "parent__parent__parent")
    soc = rows.of("soc").filter(code=code).first()
    onet = list(rows.of("onet").filter(code__startswith=f"{code}.").order_by("code"))
    if soc is None and not onet:
        return None
    titles = _by_code(CodeTitle.objects.exclude(kind=TitleKind.PREFERRED), [*onet, *filter(None, [soc])], "title")
    entry = Occupation(
        code=code,
        row=soc or onet[0],
        above=_above(soc),
        below=list(soc.children.order_by("code")) if soc else [],
        details=_details(onet, titles),
        direct=titles[soc.pk] if soc else [],
        links=_links(code, [row.code for row in onet]),
        nation=of_nation(code),
        states=of_states(code),
        levels=levels_of(code),
        systems=[],
    )
    entry.systems = _systems(entry)
    return entry


def _above(row: ClassificationCode | None) -> list[ClassificationCode]:
    """Major group first."""
    above: list[ClassificationCode] = []
    while row is not None and row.parent_id and len(above) < 3:
        row = row.parent
        above.insert(0, row)
    return above


def _details(rows: list[ClassificationCode], titles: dict[int, list[CodeTitle]]) -> list[Detail]:
    if not rows:
        return []
    zones = {zone.zone: zone for zone in JobZone.objects.all()}
    codes = [row.code for row in rows]
    education = dict(UsualEducation.objects.filter(code__in=codes).values_list("code", "education"))
    tasks = _by_code(CodeTask.objects.all(), rows, "-core", "pk")
    elements = _by_code(CodeElement.objects.all(), rows, "-importance", "name")
    tools = _by_code(CodeTool.objects.all(), rows, "category", "name")
    related = _by_code(RelatedCode.objects.select_related("other"), rows, "position")
    return [
        Detail(
            row,
            zones.get(row.zone),
            education.get(row.code, ""),
            titles[row.pk],
            tasks[row.pk],
            {kind: list(found) for kind, found in groupby(_skills_first(elements[row.pk]), lambda one: one.kind)},
            _tools(tools[row.pk]),
            related[row.pk],
        )
        for row in rows
    ]


def _by_code(rows, codes: Iterable[ClassificationCode], *order: str) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows.filter(code__in=[code.pk for code in codes]).order_by(*order):
        found[row.code_id].append(row)
    return found


def _sorted(rows: list, *names: str) -> list:
    return sorted(rows, key=lambda row: tuple(getattr(row, name) for name in names))


def _skills_first(rows: list[CodeElement]) -> list[CodeElement]:
    """Most important first within each kind, as they come."""
    return sorted(rows, key=lambda row: row.kind != ElementKind.SKILL)


def _tools(rows: list[CodeTool]) -> dict[str, list[tuple[str, list[CodeTool]]]]:
    """Kind → (category, its tools)."""
    return {
        kind: [(category, list(tools)) for category, tools in groupby(found, lambda tool: tool.category)]
        for kind, found in groupby(_sorted(rows, "kind", "category", "name"), lambda tool: tool.kind)
    }


def _links(code: str, onet: list[str]) -> list[Link]:
    rows = list(Crosswalk.objects.filter(left__in=[code, *onet]).select_related("system").order_by("right_title"))
    uris = [row.right for row in rows if row.right_key == "esco"]
    codes = dict(ClassificationCode.objects.of("esco").filter(uri__in=uris).values_list("uri", "code"))
    names = {"esco": "ESCO", "isco": "ISCO-08"}
    return list(
        dict.fromkeys(
            Link(
                names.get(row.right_key, row.right_key),
                codes.get(row.right, "") if row.right_key == "esco" else row.right,
                row.right_title,
                row.relation,
                str(row.system),
            )
            for row in rows
        )
    )


def _systems(entry: Occupation) -> list[ClassificationSystem]:
    """The sources that something on the page is from, each with its terms."""
    editions = {row.edition for row in entry.nation}
    used = {
        "soc": entry.row.system.key == "soc",
        "onet": bool(entry.details),
        "oews": bool(entry.nation),
        "oews-state": bool(entry.states),
        "oflc": bool(entry.levels) or any(detail.education for detail in entry.details),
        "esco": any(link.system == "ESCO" for link in entry.links),
        "esco-onet": any(link.whose.startswith("ESCO") for link in entry.links),
        "soc-isco": any(link.whose.startswith("SOC") for link in entry.links),
    }
    return [
        system
        for system in ClassificationSystem.objects.all()
        if used.get(system.key) and (system.key != "oews" or system.edition in editions)
    ]
