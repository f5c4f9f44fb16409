"""The page on which a reviewer reads a text and scores it, and the doors to what was objected."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from profiles import reviewing
from profiles.admin.reading import Reading
from profiles.forms import AnswerForm, ExternalForm, ReviewForm, RulingForm, SetAsideForm
from profiles.models import Objection, PanelScore, Profile
from profiles.people import may
from profiles.reviewing import Conflict, Refused
from profiles.states import Role

CONFLICT, REFUSED, FORBIDDEN = 409, 400, 403


def doors(model_admin) -> list:
    """The routes of the review page, under the profile's own."""

    def door(route: str, view: Callable, name: str):
        return path(route, model_admin.admin_site.admin_view(view), name=f"profiles_profile_{name}")

    def page(view: Callable) -> Callable:
        return require_http_methods(["GET", "HEAD", "POST"])(partial(view, model_admin))

    def write(view: Callable) -> Callable:
        return require_POST(partial(view, model_admin))

    return [
        door("<int:pk>/review/", page(review), "review"),
        door("<int:pk>/review/external/", page(external), "external"),
        door("<int:pk>/review/<int:row>/set-aside/", write(set_aside), "set_aside"),
        door("<int:pk>/objection/<int:row>/answer/", write(answer), "answer"),
        door("<int:pk>/objection/<int:row>/rule/", write(rule), "rule"),
    ]


def review(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    """Reads the text and scores it."""
    reading = _reading(model_admin, request, pk)
    if request.method != "POST":
        return _page(model_admin, request, reading, ReviewForm(initial=reading.first()))
    if reading.why_not:
        return _page(model_admin, request, reading, ReviewForm(request.POST), said=reading.why_not, status=FORBIDDEN)
    return _give(model_admin, request, reading, ReviewForm, reviewing.give)


def external(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    """Records what a panellist said who does not sign in."""
    _for_curators(request)
    reading = _reading(model_admin, request, pk)
    if request.method != "POST":
        return _page(model_admin, request, reading, ExternalForm(initial={"seen": reading.judged}))
    return _give(model_admin, request, reading, ExternalForm, reviewing.record_external)


def _give(model_admin, request: HttpRequest, reading: Reading, form_class: type, write: Callable) -> HttpResponse:
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(model_admin, request, reading, form, status=REFUSED)
    try:
        row = write(reading.profile, by=request.user, **form.given)
    except Conflict as conflict:
        reading = _reading(model_admin, request, reading.profile.pk)
        # Bound to the text that is shown now: whoever sends it again has that one in front of them.
        posted = request.POST.copy()
        posted["seen"] = reading.judged
        said = f"{conflict}. Nothing was written and nothing is lost: read it as it stands now, then give this again."
        return _page(model_admin, request, reading, form_class(posted), said=said, status=CONFLICT)
    except Refused as refused:
        return _page(model_admin, request, reading, form, said=str(refused), status=REFUSED)
    messages.success(request, f"The scores of {row.panelist} are recorded for {reading.profile.key}.")
    return HttpResponseRedirect(_address(reading))


def set_aside(model_admin, request: HttpRequest, pk: int, row: int) -> HttpResponse:
    _for_curators(request)
    return _through(model_admin, request, pk, SetAsideForm, reviewing.set_aside, review=row)


def answer(model_admin, request: HttpRequest, pk: int, row: int) -> HttpResponse:
    _for_curators(request)
    return _through(model_admin, request, pk, AnswerForm, reviewing.answer, objection=row)


def rule(model_admin, request: HttpRequest, pk: int, row: int) -> HttpResponse:
    return _through(model_admin, request, pk, RulingForm, reviewing.rule, objection=row)


def _for_curators(request: HttpRequest) -> None:
    if not may(request.user, Role.CURATOR):
        raise PermissionDenied


def _through(
    model_admin, request: HttpRequest, pk: int, form_class: type, write: Callable, **named: int
) -> HttpResponse:
    """A write on a review or an objection of this profile; what was written stands on the page if it is refused."""
    reading = _reading(model_admin, request, pk)
    form = form_class(request.POST)
    try:
        if not form.is_valid():
            raise Refused("; ".join(error for errors in form.errors.values() for error in errors))
        write(_row(reading.profile, **named), by=request.user, **form.cleaned_data)
    except (Conflict, Refused) as refusal:
        status = CONFLICT if isinstance(refusal, Conflict) else REFUSED
        reading = _reading(model_admin, request, pk)
        reading.kept = {named.get("objection"): request.POST.get("text", "")}
        fresh = ReviewForm(initial=reading.first())
        return _page(model_admin, request, reading, fresh, said=str(refusal), status=status)
    messages.success(request, form.done)
    return HttpResponseRedirect(_address(reading))


def _row(profile: Profile, *, review: int = 0, objection: int = 0) -> PanelScore | Objection:
    rows = PanelScore.objects.filter(pk=review) if review else Objection.objects.filter(pk=objection)
    found = rows.filter(**{"profile" if review else "review__profile": profile}).first()
    if found is None:
        raise Conflict("the review is no longer there: somebody set it aside, or a file took its place")
    return found


# -- the page --------------------------------------------------------------------------------------


def _reading(model_admin, request: HttpRequest, pk: int) -> Reading:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    profile = Profile.objects.on_desk().filter(pk=pk).first()
    if profile is None:
        raise Http404("there is no such profile")
    # Where somebody looks at the panel instead of scoring, every answer leads back to it.
    asked = request.GET.get("panel") == "shown" or request.POST.get("panel") == "shown"
    return Reading(profile, request.user, asked=asked)


def _page(
    model_admin, request: HttpRequest, reading: Reading, form: ReviewForm, *, said: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"Review of {reading.profile.key}",
        "reading": reading,
        "form": form,
        "said": f"{said[:1].upper()}{said[1:]}",
        "is_external": isinstance(form, ExternalForm),
        "opts": model_admin.opts,
        "original": reading.profile,
    }
    return TemplateResponse(request, "admin/profiles/review.html", context, status=status)


def _address(reading: Reading) -> str:
    address = reverse("admin:profiles_profile_review", args=[reading.profile.pk])
    return f"{address}?panel=shown" if reading.asked and reading.may_look else address
