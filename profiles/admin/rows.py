"""The rows of the desk form: skills, pay, sources by layer, mappings; each kind can be reordered and pasted into."""

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Field, JSONField, QuerySet
from django.http import HttpRequest

from profiles.admin.codes import MappingForm
from profiles.admin.market import TakesProposals
from profiles.admin.pasting import PastedMappings, PastedSkills, PastedSources
from profiles.models import DeskPay, Mapping, SkillUse, Source
from profiles.scoring import LAYERS
from taxonomy.admin.base import HouseInline


class LayersField(forms.MultipleChoiceField):
    """The layers that a source speaks for, each to be ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, encoder=None, decoder=None, **kwargs) -> None:
        super().__init__(choices=[(layer, layer) for layer in LAYERS], **kwargs)


class DeskRows(HouseInline):
    """Rows as labelled blocks on a phone and as a table where there is room."""

    template = "admin/profiles/profile/rows.html"

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # One way on beside each choice is enough: to what the canon does not have yet.
            field.widget.can_change_related = field.widget.can_view_related = False
        if field and isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 2
        return field


class SkillUseInline(DeskRows):
    model = SkillUse
    formset = PastedSkills
    verbose_name, verbose_name_plural = "skill", "skills"
    fields = ("position", "skill", "summary")
    autocomplete_fields = ("skill",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SkillUse]:
        return super().get_queryset(request).select_related("skill")


class MappingInline(DeskRows):
    model = Mapping
    form = MappingForm
    formset = PastedMappings
    max_num = 100
    fields = ("position", "system", "code", "label", "relation", "source")


class SourceInline(DeskRows):
    model = Source
    formset = PastedSources
    max_num = 200
    fields = ("position", "title", "url", "publisher", "retrieved", "licence", "layers")
    formfield_overrides = {JSONField: {"form_class": LayersField}}


class PayInline(TakesProposals, DeskRows):
    model = DeskPay
    seen_by = ("view_pay",)
    max_num = 1


INLINES = (SkillUseInline, PayInline, SourceInline, MappingInline)

__all__ = ["INLINES", "DeskRows", "LayersField", "PayInline"]
