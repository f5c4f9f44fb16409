"""A profile started from an occupation: the page that leads there, and the palette of the desk form."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_safe

from profiles.admin.palette import ASKED, Palette, palette_of
from profiles.admin.taking import MARKED, taken
from profiles.models import Profile
from profiles.occupations import mapped_to
from taxonomy.occupations import finding
from taxonomy.occupations.offering import offering
from taxonomy.systems import ONET_CODE, SOC_CODE

FOUND = 20
LONGEST = 12


def doors(admin) -> list:
    """The route of this room, for the profile's admin."""

    @require_safe
    def started(request: HttpRequest) -> HttpResponse:
        if not admin.has_add_permission(request):
            raise PermissionDenied
        return _page(admin, request)

    return [path("scaffold/", admin.admin_site.admin_view(started), name="profiles_profile_scaffold")]


def _page(admin, request: HttpRequest) -> HttpResponse:
    """The occupation that is asked for, or those that fit the words; three of its texts tell whether it is the one."""
    code, query = asked_of(request), request.GET.get("q", "")[: finding.LONGEST]
    found = offering(code) if code else None
    context = {
        **admin.admin_site.each_context(request),
        "title": "Start from an occupation",
        "opts": admin.opts,
        "query": query,
        "asked": code,
        "occupation": found,
        "mapped": mapped_to(found.six) if found else [],
        "found": [] if found else finding.found(query, most=FOUND)[:FOUND],
    }
    return TemplateResponse(request, "admin/profiles/profile/scaffold.html", context)


def asked_of(request: HttpRequest) -> str:
    """The code in the address, where it has the shape of one."""
    code = request.GET.get(ASKED, "").strip()[:LONGEST]
    return code if SOC_CODE.fullmatch(code) or ONET_CODE.fullmatch(code) else ""


def palette_for(request: HttpRequest, profile: Profile | None) -> Palette | None:
    """`profile` with its rows, or None for a new one."""
    sees_pay = request.user.has_perm("profiles.view_pay")
    return palette_of(profile, asked=asked_of(request), sees_pay=sees_pay)


def take_into(request: HttpRequest, pk: str | None) -> str:
    """Puts what was taken into the posted form; what to tell once that is saved, or nothing."""
    if request.method != "POST" or not any(name in request.POST for name in MARKED):
        return ""
    digits = (pk or "").isascii() and (pk or "").isdecimal()
    profile = Profile.objects.on_desk().filter(pk=pk).first() if digits else None
    palette = palette_for(request, profile)
    if palette is None:
        messages.warning(request, "What you took is offered no more: no loaded occupation is mapped here.")
        return ""
    request.POST, told = taken(request.POST, palette)
    return f"Taken from {palette.offering.row.system}, {palette.offering.row.code}: {', '.join(told)}." if told else ""
