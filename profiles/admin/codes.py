"""Mappings by autocomplete: codes and titles of the loaded classifications, offered while a curator types."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse_lazy
from django.views.decorators.http import require_safe

from profiles.models import Mapping
from taxonomy.models import ClassificationCode, ClassificationSystem
from taxonomy.occupations import finding
from taxonomy.systems import SOURCES, source_of

OFFERED = 20


def doors(admin) -> list:
    """The route of this room, for the profile's admin."""

    @require_safe
    def offered(request: HttpRequest) -> HttpResponse:
        if not admin.has_view_permission(request):
            raise PermissionDenied
        return JsonResponse({"codes": offers(request.GET.get("system", ""), request.GET.get("q", ""))})

    return [path("codes/", admin.admin_site.admin_view(offered), name="profiles_profile_codes")]


def offers(system: str, query: str) -> list[dict[str, str]]:
    """Codes of a mapping's system that fit what was typed: code, title, and the title of it that fits."""
    keys = [source.key for source in SOURCES if system and source.mapped == system] or finding.SOURCES
    rows = finding.codes_with(query, keys)[:OFFERED]
    return [{"code": row["code__code"], "label": row["code__title"], "matched": row["matched"]} for row in rows]


class MappingForm(forms.ModelForm):
    """A row of a mapping: its code is completed while it is typed, and a label or edition left empty is filled in."""

    class Meta:
        model = Mapping
        fields = ("position", "system", "code", "label", "relation", "source")
        widgets = {
            "code": forms.TextInput(
                attrs={"data-codes": reverse_lazy("admin:profiles_profile_codes"), "autocomplete": "off"}
            ),
        }

    class Media:
        js = ("js/codes.js",)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        system, code = cleaned.get("system", ""), cleaned.get("code", "")
        if code and not cleaned.get("label"):
            cleaned["label"] = title_of(system, code)
        if code and {"system", "code"} & set(self.changed_data):
            self.instance.edition = edition_of(system, code)
        return cleaned


def title_of(system: str, code: str) -> str:
    key = source_of(system, code)
    row = ClassificationCode.objects.filter(system__key=key, code=code).only("title").first() if key else None
    return row.title if row else ""


def edition_of(system: str, code: str) -> str:
    found = ClassificationSystem.objects.newest(source_of(system, code) or "")
    return found.edition if found else ""
