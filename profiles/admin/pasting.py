"""Many rows of the desk at once: pasted one a line, checked line by line, laid below the rows that stand."""

from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from pydantic import BaseModel
from pydantic import ValidationError as RecordFault

from profiles.admin.codes import edition_of, title_of
from profiles.desk import ensure_skills
from profiles.forms import LinesField
from profiles.models import Mapping, SkillUse
from profiles.records import MappingRecord, SkillUseRecord, SourceRecord
from taxonomy.records import faults
from taxonomy.texts import fold_name


class PastedRows(BaseInlineFormSet):
    """Rows with a field each, and a text for many more: cells stand apart by | or, from a spreadsheet, by tabs."""

    record: ClassVar[type[BaseModel]]
    columns: ClassVar[dict[str, str]]  # field of the record → what a person calls it
    twice: ClassVar[str] = ""  # what may not stand here twice

    @cached_property
    def pasting(self) -> forms.Form:
        """The text below the rows, under a name of its own; what was typed comes back with its mistakes."""
        return self._pasting_form()(self.data if self.is_bound else None, prefix=self.prefix)

    def _pasting_form(self) -> type[forms.Form]:
        kind = self.model._meta.verbose_name_plural
        rows = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})
        told = f"One a line: {self.told_columns}. Cells copied from a spreadsheet will do."
        field = LinesField(label=f"Many {kind} at once", longest=12_000, widget=rows, help_text=told)
        return type("PastingForm", (forms.Form,), {"many": field})

    @property
    def told_columns(self) -> str:
        return " | ".join(self.columns.values())

    def clean(self) -> None:
        super().clean()
        if not self.pasting.is_valid():
            raise ValidationError([f"pasted: {told}" for told in self.pasting.errors["many"]])
        self.pasted = self._read(self.pasting.cleaned_data["many"])
        found = len(self.pasted) + sum(map(self._stands, self.forms))
        if self.pasted and found > self.max_num:
            raise ValidationError(f"at most {self.max_num} expected, found {found} with what is pasted")

    def _read(self, lines: Iterable[str]) -> list[BaseModel]:
        records, wrong = [], []
        seen = {self.identity(form.instance) for form in self.forms if self._stands(form)} - {None}
        for number, line in enumerate(lines, 1):
            try:
                record = self._record(line)
            except RecordFault as error:
                wrong += [f"pasted line {number}: {_told(path, sentence)}" for path, sentence in faults(error)]
                continue
            except ValueError as error:
                wrong.append(f"pasted line {number}: {error}")
                continue
            if (identity := self.named(record)) in seen:
                wrong.append(
                    f"pasted line {number}: each {self.twice} once expected, “{line[:60]}” stands here already"
                )
            seen |= {identity} - {None}
            records.append(record)
        if wrong:
            raise ValidationError(wrong[:50])
        return records

    def _record(self, line: str) -> BaseModel:
        cells = [cell.strip() for cell in line.split("\t" if "\t" in line else "|")]
        if len(cells) > len(self.columns):
            raise ValueError(f"at most {len(self.columns)} cells ({self.told_columns}) expected, found {len(cells)}")
        given = {name: cell for name, cell in zip(self.columns, cells, strict=False) if cell}
        return self.record.model_validate(self.shaped(given))

    def _stands(self, form: forms.ModelForm) -> bool:
        """Whether there will be a row of this form."""
        return not self._should_delete_form(form) and bool(form.instance.pk or form.has_changed())

    def save_new_objects(self, commit: bool = True) -> list[Model]:
        new = super().save_new_objects(commit)
        if pasted := getattr(self, "pasted", []):
            rows = self.rows(pasted)
            last = max((row.position for row in self.model.objects.filter(profile=self.instance)), default=-1)
            for position, row in enumerate(rows, last + 1):
                row.profile, row.position = self.instance, position
                row.save()
            self.new_objects = new = [*new, *rows]
        return new

    # -- what a kind of row says of itself -----------------------------------------------------------

    def identity(self, row: Model) -> object:
        """What tells a row from its neighbours; None where two may be alike."""
        return None

    def named(self, record: BaseModel) -> object:
        """The same of what was pasted."""
        return None

    def shaped(self, given: dict[str, object]) -> dict[str, object]:
        return given

    def rows(self, records: list[BaseModel]) -> list[Model]:
        return [self.model(**record.model_dump()) for record in records]


def _told(path: str, sentence: str) -> str:
    return f"{path}: {sentence}" if path else sentence


class PastedSkills(PastedRows):
    """A skill that the canon does not know yet is made with it."""

    record, twice = SkillUseRecord, "skill"
    columns = {"name": "name", "type": "type", "summary": "how it applies"}

    @cached_property
    def known(self) -> dict[str, str]:
        return {str(use.skill_id): str(use.skill) for use in self.get_queryset()}

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "skill" in form.fields:
            form.fields["skill"].widget.widget.known = self.known

    def identity(self, row: SkillUse) -> str | None:
        return fold_name(row.skill.name) if row.skill_id else None

    def named(self, record: SkillUseRecord) -> str:
        return fold_name(record.name)

    def rows(self, records: list[SkillUseRecord]) -> list[SkillUse]:
        skills = ensure_skills(records)
        return [SkillUse(skill=skills[fold_name(use.name)], summary=use.summary) for use in records]


class PastedSources(PastedRows):
    record = SourceRecord
    columns = {
        **{"title": "title", "url": "address", "publisher": "publisher", "retrieved": "retrieved"},
        **{"licence": "licence", "layers": "layers, with commas"},
    }

    def shaped(self, given: dict[str, object]) -> dict[str, object]:
        layers = [layer.strip().casefold() for layer in given.get("layers", "").replace(";", ",").split(",")]
        return given | {"layers": [layer for layer in layers if layer]}


class PastedMappings(PastedRows):
    record, twice = MappingRecord, "code of a system"
    columns = {"system": "system", "code": "code", "label": "label", "relation": "relation", "source": "source"}

    def identity(self, row: Mapping) -> tuple[str, str]:
        return row.system, row.code

    named = identity

    def rows(self, records: list[MappingRecord]) -> list[Mapping]:
        """As where one is typed: a label left empty is filled in, and the edition that the code was looked up in."""
        rows = super().rows(records)
        for row in rows:
            row.label = row.label or title_of(row.system, row.code)
            row.edition = row.edition or edition_of(row.system, row.code)
        return rows
