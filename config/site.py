"""The admin as the house wears it: its own look, navigation by what people do, and a home that shows the work."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

# What stands together in the navigation; what is not named here comes last.
GROUPS = (
    (
        "Profiles",
        (
            "Profile",
            "Revision",
            "Release",
            "CanonFinding",
            "Correction",
            "SearchMiss",
            "TitleList",
            "PayReason",
            "Errand",
        ),
    ),
    ("Shared texts", ("Proposal", "Function", "Focus", "Track", "Level", "Guideline", "Skill", "PayBaseline", "Scope")),
    ("People", ("User", "Group", "ApiToken")),
)


class Autocomplete(AutocompleteJsonView):
    """Completes what a form asks for, which is never what points back at its model; the stock view breaks on that."""

    def process_request(self, request: HttpRequest) -> tuple:
        found = super().process_request(request)
        if not found[2].concrete:
            raise PermissionDenied
        return found


class DeskSite(AdminSite):
    site_header = "Canon desk"
    site_title = "Canon desk"
    index_title = "Your work"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        groups = [(name, [models.pop(key) for key in keys if key in models]) for name, keys in GROUPS]
        groups.append(("More", list(models.values())))
        return [
            {
                "name": name,
                "app_label": name.lower().replace(" ", "-"),
                "app_url": "",
                "has_module_perms": True,
                "models": found,
            }
            for name, found in groups
            if found
        ]

    def get_urls(self) -> list:
        """Without the way to any row of any table: no model of ours has such an address, and a wrong one breaks it."""
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """An empty `_to_field` asks for a row by no column at all: the stock admin breaks on it."""

        @wraps(view)
        def by_a_column(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if "" in (request.GET.get(TO_FIELD_VAR), request.POST.get(TO_FIELD_VAR)):
                raise BadRequest(f"The name of a column is expected behind {TO_FIELD_VAR}.")
            return view(request, *args, **kwargs)

        return super().admin_view(by_a_column, cacheable)

    def check(self, app_configs: list | None) -> list:
        import_module(settings.ROOT_URLCONF)  # which furnishes the desk
        return super().check(app_configs)

    # -- one door for all of the site ------------------------------------------------------------------

    @method_decorator([login_not_required, never_cache])
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The site's own door; whoever is in already and is not of the desk is told so, and not asked again."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        asked = request.GET.get(REDIRECT_FIELD_NAME, "")
        return redirect_to_login(asked or reverse("admin:index"), reverse("account_login"))

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        from config.sign_in import views  # not above: it stands on models, which are read after this site is made

        return views.sign_out(request)

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect("account_change_password")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return Autocomplete.as_view(admin_site=self)(request)

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        # Not above: the package registers its classes with this very site, which has to exist by then.
        from profiles.admin import home

        return super().index(request, {"home": home.work_of(request.user)} | (extra_context or {}))
