"""Pay that the market suggests, offered beside the desk's form: a curator puts it into the form, sees it, and saves."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from profiles.benchmark import Proposal, apart
from profiles.market import proposals
from profiles.models import DeskPay, Profile
from profiles.rendering import words

ASKED = "proposal"


def doors(admin) -> list:
    """The routes of this room, for the profile's admin."""

    def offered(request: HttpRequest, pk: int) -> HttpResponse:
        return _offered(admin, request, pk)

    return [path("<int:pk>/pay/", admin.admin_site.admin_view(offered), name="profiles_profile_pay")]


def _offered(admin, request: HttpRequest, pk: int) -> HttpResponse:
    profile = Profile.objects.with_places().filter(pk=pk).first()
    if profile is None:
        return HttpResponseRedirect(reverse("admin:profiles_profile_changelist"))
    if not (admin.has_change_permission(request, profile) and request.user.has_perm("profiles.view_pay")):
        raise PermissionDenied
    found = _proposals_of(profile)
    if request.method == "POST":
        return _into_the_form(request, profile, found)
    own = DeskPay.objects.filter(profile=profile).first()
    context = {
        **admin.admin_site.each_context(request),
        "title": "Pay that the market suggests",
        "profile": profile,
        "original": profile,
        "opts": admin.opts,
        "own": own and words.money(own.median, own.currency),
        "offers": [_offer(n, one, own) for n, one in enumerate(found)],
    }
    return TemplateResponse(request, "admin/profiles/profile/pay.html", context)


def _proposals_of(profile: Profile) -> list[Proposal]:
    return proposals(profile.mappings.values("system", "code", "relation"), profile.level.rank)


def _offer(number: int, proposal: Proposal, own: DeskPay | None) -> dict[str, object]:
    return {
        "number": number,
        "proposal": proposal,
        "median": f"${proposal.median:,}",
        "range": words.pay_range(proposal.figures),
        "apart": apart(proposal, own.median) if own and own.currency == proposal.currency else "",
    }


def _into_the_form(request: HttpRequest, profile: Profile, found: list[Proposal]) -> HttpResponse:
    """Nothing is written: the form opens with the figures in it, and is saved or not."""
    form = reverse("admin:profiles_profile_change", args=[profile.pk])
    chosen = request.POST.get(ASKED, "")
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 3 and int(chosen) < len(found)):
        messages.error(request, "One of the proposals is expected.")
        return HttpResponseRedirect(reverse("admin:profiles_profile_pay", args=[profile.pk]))
    told = f"Proposed pay stands in the form ({found[int(chosen)].working}). Nothing is saved until you save the form."
    messages.info(request, told)
    return HttpResponseRedirect(f"{form}?{ASKED}={int(chosen)}#pay-group")


class TakesProposals:
    """For the inline of pay: opens with the figures of a proposal in it where the address asks for one."""

    def get_formset(self, request: HttpRequest, obj: Profile | None = None, **kwargs) -> type[BaseInlineFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        chosen = request.GET.get(ASKED, "")
        if request.method != "GET" or obj is None or not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 3):
            return formset
        found = _proposals_of(obj)
        return _filled(formset, found[int(chosen)].figures) if int(chosen) < len(found) else formset


def _filled(formset: type[BaseInlineFormSet], figures: dict[str, object]) -> type[BaseInlineFormSet]:
    class Filled(formset):
        extra = 1

        def _construct_form(self, i: int, **kwargs):
            form = super()._construct_form(i, **kwargs)
            form.initial.update(figures)
            return form

    return Filled
