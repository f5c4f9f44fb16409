"""What the mapped occupation offers beside the desk form: tasks, skills, tools, titles and wages, each to be taken."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from profiles import market
from profiles.benchmark import Proposal
from profiles.models import Profile
from profiles.rendering import words
from taxonomy.models import ClassificationSystem
from taxonomy.occupations.offering import Offering, offering
from taxonomy.systems import SHAPES
from taxonomy.texts import fold_name

ASKED = "occupation"
LOCALE = "en-US"


@dataclass(frozen=True)
class Take:
    """One thing that can be taken; `line` is what goes into the field, in the way that many are added at once."""

    key: str
    text: str
    line: str = ""
    told: str = ""
    stands: bool = False
    figures: dict[str, object] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tray:
    """Takes of one kind: the section and the field that they go into, and the layer that their source speaks for."""

    anchor: str
    title: str
    into: str
    layer: str
    takes: list[Take]
    note: str = ""


@dataclass(frozen=True)
class Palette:
    """All that is offered for one occupation."""

    offering: Offering
    trays: list[Tray]

    @property
    def system(self) -> ClassificationSystem:
        return self.offering.row.system

    @property
    def by_key(self) -> dict[str, tuple[Tray, Take]]:
        return {take.key: (tray, take) for tray in self.trays for take in tray.takes}


@dataclass(frozen=True)
class Standing:
    """What the desk holds already, folded."""

    skills: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, profile: Profile) -> "Standing":
        return cls(
            frozenset(fold_name(use.skill.name) for use in profile.skill_uses.all()),
            frozenset(fold_name(alias.title) for alias in profile.aliases.all()),
            frozenset(row.code for row in profile.mappings.all() if row.system == market.MAPPED),
        )


def palette_of(profile: Profile | None, *, asked: str, sees_pay: bool) -> Palette | None:
    """For a desk with its rows (None: a new one). Without a code that is asked for or mapped nothing is read."""
    mappings = [_plain(row) for row in profile.mappings.all()] if profile else []
    code = asked if SHAPES[market.MAPPED][0].fullmatch(asked) else market.nearest_of(mappings)
    found = offering(code) if code else None
    if found is None:
        return None
    standing = Standing.of(profile) if profile else Standing()
    trays = [_mapping(found, standing), _tasks(found), *_skills(found, standing), _aliases(found, standing)]
    if profile and sees_pay:
        own = {"system": market.MAPPED, "code": found.six, "relation": ""}
        trays.append(_pay(market.proposals([own], profile.level.rank)))
    return Palette(found, [tray for tray in trays if tray.takes])


def _plain(row) -> dict[str, str]:
    return {"system": row.system, "code": row.code, "relation": row.relation}


def line_of(*cells: str) -> str:
    """Cells as they are pasted: apart by |, or by tabs where a cell holds one; empty ends are left away."""
    cells = list(cells)
    while cells and not cells[-1]:
        cells.pop()
    return ("\t" if any("|" in cell for cell in cells) else " | ").join(cells)


def _mapping(found: Offering, standing: Standing) -> Tray:
    row = found.row
    line = line_of(market.MAPPED, row.code, row.title, "", str(row.system))
    take = Take("mapping", f"{row.code} {row.title}", line, stands=bool({row.code, found.six} & standing.codes))
    return Tray("mappings", "Mapping", "mappings-many", "mappings", [take])


def _tasks(found: Offering) -> Tray:
    takes = [Take(f"task/{t.number}", t.text, t.text, "" if t.core else "supplemental") for t in found.tasks]
    note = "To be read. What is taken is to be put into your own words: a bullet equal to its task is a finding."
    return Tray("responsibilities", "Tasks", "responsibilities_text", "responsibilities", takes, note)


def _skills(found: Offering, standing: Standing) -> Iterable[Tray]:
    kinds = (
        ("Skills", "skill", [(one.name, f"importance {one.shown}") for one in found.skills]),
        ("Knowledge", "knowledge", [(one.name, f"importance {one.shown}") for one in found.knowledge]),
        ("Technology and tools", "tool", [(one.name, _of_tool(one)) for one in found.tools]),
    )
    for title, kind, rows in kinds:
        takes = [
            Take(f"{kind}/{name}", name, line_of(name, kind), told, fold_name(name) in standing.skills)
            for name, told in rows
        ]
        yield Tray("skills", title, "skill_uses-many", "skills", takes)


def _of_tool(tool) -> str:
    return ", ".join(filter(None, (tool.category, "in demand" if tool.in_demand else "")))


def _aliases(found: Offering, standing: Standing) -> Tray:
    """No layer speaks of aliases: each carries its source itself."""
    kinds = {"reported": "reported titles"}
    takes = []
    for row in found.titles:
        if "|" in row.title:
            continue
        source = f"{found.row.system} {kinds.get(row.kind, 'alternate titles')}, {found.row.code}"
        stands = fold_name(row.title) in standing.aliases
        takes.append(Take(f"alias/{row.title}", row.title, line_of(row.title, LOCALE, source), stands=stands))
    return Tray("aliases", "Titles as aliases", "aliases_text", "", takes)


def _pay(proposals: list[Proposal]) -> Tray:
    newest = {key: ClassificationSystem.objects.newest(key) for key in {one.published for one in proposals}}
    takes = [
        Take(
            f"pay/{n}",
            " ".join(filter(None, (words.money(one.median, one.currency), words.pay_range(one.figures)))),
            told=one.working,
            figures=one.figures,
            source=source_of(newest[one.published], one.source),
        )
        for n, one in enumerate(proposals)
    ]
    note = "Modelled from wages; the figures on the desk are replaced by those that are taken."
    return Tray("pay", "Wages", "pay-0", "pay", takes, note)


def source_of(system: ClassificationSystem, title: str) -> dict[str, str]:
    """A record of the source for the profile's provenance, by the fields of the form."""
    loaded = system.loaded_at.date().isoformat() if system.loaded_at else ""
    return {
        "title": title,
        "url": system.url,
        "publisher": system.publisher,
        "retrieved": loaded,
        "licence": system.licence,
    }


def source_of_palette(palette: Palette) -> dict[str, str]:
    row = palette.offering.row
    return source_of(row.system, f"{row.system} Database: {row.title} ({row.code})")
