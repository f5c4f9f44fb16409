"""What an occupation of O*NET offers to whoever writes about a role in it, and the base of skills that it asks for."""

from dataclasses import dataclass

from taxonomy.models import ClassificationCode, CodeElement, CodeTask, CodeTitle, CodeTool, ElementKind, TitleKind
from taxonomy.systems import ONET_CODE
from taxonomy.texts import fold_name

# The most that is offered of one kind; the occupation's own page has them all.
MOST_TITLES, MOST_ELEMENTS, MOST_TOOLS = 40, 12, 30
MOST_OF_BASE = 10


@dataclass(frozen=True)
class Offering:
    """One occupation of eight digits: its tasks, skills and knowledge by importance, tools, and titles."""

    row: ClassificationCode
    tasks: list[CodeTask]
    skills: list[CodeElement]
    knowledge: list[CodeElement]
    tools: list[CodeTool]
    titles: list[CodeTitle]

    @property
    def six(self) -> str:
        """The code of the occupation's page."""
        return self.row.code[:7]


def entry_of(code: str) -> ClassificationCode | None:
    """The occupation of a code of eight digits, or the first one under six; None where none is loaded."""
    rows = ClassificationCode.objects.of("onet").select_related("system").order_by("code")
    named = {"code": code} if ONET_CODE.fullmatch(code) else {"code__startswith": f"{code}."}
    return rows.filter(**named).first()


def offering(code: str) -> Offering | None:
    """In five queries; one where nothing is loaded for the code."""
    row = entry_of(code)
    if row is None:
        return None
    elements = list(CodeElement.objects.filter(code=row).order_by("-importance", "name"))
    return Offering(
        row,
        list(CodeTask.objects.filter(code=row).order_by("-core", "pk")),
        [one for one in elements if one.kind == ElementKind.SKILL][:MOST_ELEMENTS],
        [one for one in elements if one.kind == ElementKind.KNOWLEDGE][:MOST_ELEMENTS],
        _once(CodeTool.objects.filter(code=row).order_by("-in_demand", "-hot", "name"), "name")[:MOST_TOOLS],
        _once(CodeTitle.objects.filter(code=row).exclude(kind=TitleKind.PREFERRED), "title")[:MOST_TITLES],
    )


def base_of(code: str) -> dict[str, object] | None:
    """The skills and knowledge that matter most in an occupation, with whose they are; None where none are loaded.

    Names only and most important first: it is sealed into texts, and stays as it was told then.
    """
    row = entry_of(code)
    if row is None:
        return None
    elements = list(CodeElement.objects.filter(code=row).order_by("-importance", "name")[:MOST_OF_BASE])
    if not elements:
        return None
    system = row.system
    return {
        "code": row.code,
        "title": row.title,
        "system": system.name,
        "edition": system.edition,
        "publisher": system.publisher,
        "licence": system.licence,
        "skills": [one.name for one in elements if one.kind == ElementKind.SKILL],
        "knowledge": [one.name for one in elements if one.kind == ElementKind.KNOWLEDGE],
    }


def _once(rows, name: str) -> list:
    """Each name once, the first that comes."""
    found: dict[str, object] = {}
    for row in rows:
        found.setdefault(fold_name(getattr(row, name)), row)
    return list(found.values())
