"""The desk form in sections that can be jumped to, each with the gate's findings that speak of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.contrib.admin.helpers import AdminForm, Fieldset, InlineAdminFormSet

from profiles.gate import Finding, Severity
from profiles.models import Waiver
from profiles.waiving import Seen
from profiles.wording import Hint

# Anchor → title, the places that findings name, and the rows that stand in it.
SECTIONS = {
    "definition": ("Title and definition", ("title", "summary", "guidelines", "level", "focus"), ""),
    "responsibilities": ("Responsibilities", ("responsibilities",), ""),
    "skills": ("Skills", ("skills",), "skill_uses"),
    "aliases": ("Title aliases", ("aliases",), ""),
    "pay": ("Pay", ("pay",), "pay"),
    "sources": ("Sources", ("sources",), "sources"),
    "mappings": ("Mappings", ("mappings",), "mappings"),
    "panel": ("Panel and provenance", ("panel", "confidence"), ""),
}
SIGNS = {Severity.BLOCKING: "✕", Severity.WARNING: "△", Severity.NOTE: "·"}
_HOME = {place: anchor for anchor, (_, places, _) in SECTIONS.items() for place in places}


@dataclass(frozen=True)
class Told:
    """A finding with its sign, the section where it can be mended, and the waiver that stands for it."""

    finding: Finding
    waiver: Waiver | None = None

    @property
    def sign(self) -> str:
        return "◌" if self.waiver else SIGNS[self.finding.severity]

    @property
    def kind(self) -> str:
        """For the style sheet."""
        return "waived" if self.waiver else str(self.finding.severity)

    @property
    def anchor(self) -> str:
        return _HOME.get(self.finding.where.partition(".")[0], "definition")


@dataclass(frozen=True)
class Section:
    """A part of the form: fields, rows, or both."""

    anchor: str
    title: str
    fieldset: Fieldset | None
    inline: InlineAdminFormSet | None
    findings: Sequence[Told]
    count: int | None
    is_wrong: bool
    hints: Sequence[Hint] = ()

    @property
    def gravest(self) -> Told | None:
        """Of what is not waived."""
        return next((told for told in self.findings if not told.waiver), None)

    @property
    def fields(self) -> set[str]:
        return {name for line in self.fieldset.fields for name in ([line] if isinstance(line, str) else line)}

    @property
    def head(self) -> list[Told]:
        """Findings that speak of the section and of none of its fields."""
        own = self.fields if self.fieldset else set()
        return [told for told in self.findings if told.finding.where not in own]


def sections_of(
    form: AdminForm,
    inlines: Iterable[InlineAdminFormSet],
    findings: Iterable[Seen],
    counts: dict[str, int],
    hints: Iterable[Hint] = (),
) -> list[Section]:
    """In the order of the page that readers see; what this person may not see has no section."""
    fieldsets = {fieldset.name: fieldset for fieldset in form}
    rows = {inline.formset.prefix: inline for inline in inlines}
    found = [Told(seen.finding, seen.waiver) for seen in findings]
    sections = [
        _section(anchor, fieldsets.get(title), rows.get(prefix), [t for t in found if t.anchor == anchor], counts)
        for anchor, (title, _, prefix) in SECTIONS.items()
        if title in fieldsets or prefix in rows or anchor == "panel"
    ]
    hints = list(hints)
    return [replace(one, hints=[hint for hint in hints if _HOME[hint.where] == one.anchor]) for one in sections]


def _section(
    anchor: str,
    fieldset: Fieldset | None,
    inline: InlineAdminFormSet | None,
    findings: list[Told],
    counts: dict[str, int],
) -> Section:
    count, wrong = counts.get(anchor), False
    if inline:
        formset = inline.formset
        count = len(formset.forms)
        wrong = formset.is_bound and not formset.is_valid()
    if fieldset:
        names = {name for line in fieldset.fields for name in ([line] if isinstance(line, str) else line)}
        wrong = wrong or bool(names & set(fieldset.form.errors))
    return Section(anchor, SECTIONS[anchor][0], fieldset, inline, findings, count, wrong)
