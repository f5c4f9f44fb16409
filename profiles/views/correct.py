"""Suggest a correction: a plain form under every profile, for anybody who may read it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from profiles import corrections
from profiles.models.correction import Place
from profiles.models.revision import Revision
from profiles.people import sender_of
from profiles.rendering.shelf import one_spelling, standing
from profiles.views.addresses import to_one_spelling, version_number


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, key: str) -> HttpResponse:
    if key != one_spelling(key):
        return to_one_spelling(request, "profiles:correct", one_spelling(key))
    revision = _spoken_of(request, key)
    if request.method != "POST":
        place = request.GET.get("place", "")
        form = corrections.CorrectionForm(initial={"place": place if place in Place.values else Place.PAGE})
        return _form(request, revision, form)
    form = corrections.CorrectionForm(request.POST)
    if not form.is_from_a_machine:
        if not form.is_valid():
            return _form(request, revision, form, status=422)
        try:
            corrections.send(revision, address=sender_of(request), place=form.cleaned_data["place"], **form.said)
        except corrections.TooMany as refusal:
            return _form(request, revision, form, status=429, refusal=str(refusal))
    return redirect("profiles:corrected", key=revision.key)


@require_safe
def corrected(request: HttpRequest, key: str) -> HttpResponse:
    if key != one_spelling(key):
        return to_one_spelling(request, "profiles:corrected", one_spelling(key))
    return render(request, "correct/thanks.html", {"revision": _standing(key)})


def _form(request: HttpRequest, revision: Revision, form, *, status: int = 200, refusal: str = "") -> HttpResponse:
    context = {"revision": revision, "form": form, "refusal": refusal}
    return render(request, "correct/correct.html", context, status=status)


def _spoken_of(request: HttpRequest, key: str) -> Revision:
    """The version that was on the reader's screen; without a number, what stands."""
    asked = request.GET.get("v")
    if asked is None:
        return _standing(key)
    number = version_number(asked)
    rows = Revision.objects.visible_to(request.user).listed()
    revision = rows.filter(key=key, number=number).first() if number else None
    if revision is None:
        raise Http404(f"{key} has no version “{asked[:20]}” that was ever approved")
    return revision


def _standing(key: str) -> Revision:
    revision = standing(key)
    if revision is None:
        raise Http404(f"no profile {key} is published")
    return revision
