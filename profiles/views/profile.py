"""One profile: as it stands, as it stood, in its scope."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from profiles.rendering.profile import ProfilePage
from profiles.rendering.shelf import focus_shelf, one_spelling, split_key, version_of, versions_of
from profiles.views.addresses import to_one_spelling, version_number


@require_safe
def profile(request: HttpRequest, key: str) -> HttpResponse:
    if key != one_spelling(key):
        return to_one_spelling(request, "profiles:profile", one_spelling(key))
    _, focus, level, scope = split_key(key)
    user = getattr(request, "user", None)
    shelf = focus_shelf(focus, user)
    current = shelf.at(level, scope)
    if current is None or current.revision.key.partition("@")[0] != key.partition("@")[0]:
        raise Http404(f"no profile {key} is published")
    today = timezone.now().date()
    asked = request.GET.get("v")
    if asked is None or asked == str(current.revision.number):
        page = ProfilePage(current, shelf, today, asked_scope=scope)
        versions = versions_of(current.revision.key)
    else:
        page = ProfilePage(
            _version(current.revision.key, asked, user), shelf, today, asked_scope=scope, is_current=False
        )
        versions = []
    return render(request, "profiles/profile.html", {"page": page, "versions": versions, "current": current.revision})


def _version(key: str, asked: str, user):
    number = version_number(asked)
    sealed = version_of(key, number, user) if number else None
    if sealed is None:
        raise Http404(f"{key} has no version “{asked[:20]}” that was ever approved")
    return sealed
