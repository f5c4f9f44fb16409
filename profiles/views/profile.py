"""One profile: as it stands, as it stood, in its scope."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.moments import Moment
from profiles.rendering.profile import ProfilePage
from profiles.rendering.shelf import Sealed, focus_shelf, one_spelling, split_key, version_of, versions_of
from profiles.views.addresses import to_one_spelling, version_number
from profiles.views.asof import in_time
from profiles.views.keeping import kept


@require_safe
@kept
@in_time
def profile(request: HttpRequest, key: str) -> HttpResponse:
    if key != one_spelling(key):
        return to_one_spelling(request, "profiles:profile", one_spelling(key))
    _, focus, level, scope = split_key(key)
    user, moment = getattr(request, "user", None), request.moment
    shelf = focus_shelf(focus, user, moment)
    current = shelf.at(level, scope)
    if current is None or current.revision.key.partition("@")[0] != key.partition("@")[0]:
        raise Http404(f"no profile {key} {moment.published}")
    asked = request.GET.get("v")
    how = {"asked_scope": scope, "moment": moment}
    if asked is None or asked == str(current.revision.number):
        page = ProfilePage(current, shelf, moment.date, **how)
        versions = versions_of(current.revision.key, moment=moment)
    else:
        sealed = _version(current.revision.key, asked, user, moment)
        page = ProfilePage(sealed, shelf, moment.date, is_current=False, **how)
        versions = []
    return render(request, "profiles/profile.html", {"page": page, "versions": versions, "current": current.revision})


def _version(key: str, asked: str, user, moment: Moment) -> Sealed:
    number = version_number(asked)
    sealed = version_of(key, number, user, moment) if number else None
    if sealed is None:
        raise Http404(f"{key} has no version “{asked[:20]}” that was ever approved")
    return sealed
