"""Tokens of the API on the desk: made and revoked by superusers; the token itself is shown once and kept nowhere."""

import datetime

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from profiles.models import ApiToken
from profiles.models.token import Scope
from profiles.people import name_of
from taxonomy.admin.base import HouseAdmin

DAYS, MOST_DAYS = 90, 366


def _day(day: datetime.date) -> str:
    return date_format(day, "j M Y")


class TokenForm(forms.ModelForm):
    """Who it is for, what it may read, and for how many days."""

    owner = forms.ModelChoiceField(
        get_user_model().objects.filter(is_active=True).order_by("username"),
        help_text="it reads no more than this person may, and ends with their account",
    )
    scope = forms.ChoiceField(
        label="Reads",
        choices=Scope.choices,
        initial=Scope.READ,
        help_text="only what is approved, and it changes nothing; whoever needs no pay should not be given it",
    )
    days = forms.IntegerField(
        label="Days",
        min_value=1,
        max_value=MOST_DAYS,
        initial=DAYS,
        help_text=f"for so long it holds, {MOST_DAYS} at the most; it can be revoked at any time",
    )

    class Meta:
        model = ApiToken
        fields = ("name", "owner", "scope")


@admin.action(description="Revoke the selected tokens", permissions=["change"])
def revoke(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
    """At once and for good."""
    deed = {"revoked_at": timezone.now(), "revoked_by": request.user, "revoked_by_name": name_of(request.user)}
    done = queryset.filter(revoked_at__isnull=True).update(**deed)
    messages.success(request, f"Revoked: {done}.")


@admin.register(ApiToken)
class ApiTokenAdmin(HouseAdmin):
    list_display = ("named", "for_whom", "reads", "until", "used", "state")
    list_select_related = False
    change_list_template = "admin/profiles/apitoken/change_list.html"
    add_form_template = "admin/profiles/apitoken/add.html"
    list_display_links = None
    search_fields = ("name", "owner_name", "begins")
    fields = ("name", "owner", "scope", "days")
    form = TokenForm
    actions = (revoke,)

    @admin.display(description="what it is for", ordering="name")
    def named(self, token: ApiToken) -> str:
        return format_html("{} <code>{}…</code>", token.name, token.begins)

    @admin.display(description="for whom", ordering="owner_name")
    def for_whom(self, token: ApiToken) -> str:
        return token.owner_name

    @admin.display(description="reads", ordering="scope")
    def reads(self, token: ApiToken) -> str:
        return "pay too" if token.scope == Scope.PAY else "what is published"

    @admin.display(description="until", ordering="expires_at")
    def until(self, token: ApiToken) -> str:
        return _day(token.expires_at)

    @admin.display(description="last used", ordering="last_used_on")
    def used(self, token: ApiToken) -> str:
        return _day(token.last_used_on) if token.last_used_on else "never"

    @admin.display(description="state")
    def state(self, token: ApiToken) -> str:
        if token.revoked_at:
            return f"✕ revoked by {token.revoked_by_name}, {_day(token.revoked_at)}"
        return "○ expired" if token.expires_at <= timezone.now() else "● holds"

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "API tokens"} | (extra_context or {}))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        return super().add_view(request, form_url, {"title": "A new API token"} | (extra_context or {}))

    # Of superusers alone, whatever Django's permissions on the table say.
    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A token is never edited: a list may be acted on, a row is closed."""
        return obj is None and self.has_view_permission(request)

    def save_model(self, request: HttpRequest, obj: ApiToken, form: TokenForm, change: bool) -> None:
        said = form.cleaned_data
        row, token = ApiToken.make(
            name=said["name"],
            owner=said["owner"],
            scope=said["scope"],
            expires_at=timezone.now() + datetime.timedelta(days=said["days"]),
            by=request.user,
        )
        obj.pk, obj.begins, obj.expires_at, obj.owner_name = row.pk, row.begins, row.expires_at, row.owner_name
        request.made_token = token

    def response_add(self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None) -> HttpResponse:
        """The token stands on this one page: a message would be kept in a cookie until it is read."""
        context = self.admin_site.each_context(request) | {
            "title": "The token, shown once",
            "opts": self.opts,
            "made": obj,
            "token": request.made_token,
            "example": f"{settings.SITE_URL}/api/v1/profiles?limit=5",
        }
        return TemplateResponse(request, "admin/profiles/apitoken/made.html", context)
