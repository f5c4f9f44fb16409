"""What one version of a profile says otherwise than another."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.models.revision import Revision
from profiles.rendering.shelf import one_spelling, versions_of, versions_with_texts
from profiles.rendering.versions import VersionPair
from profiles.views.addresses import to_one_spelling


@require_safe
def difference(request: HttpRequest, key: str) -> HttpResponse:
    """`from` and `to` are numbers of versions; without them the latest is shown against the one before it."""
    if key != one_spelling(key):
        return to_one_spelling(request, "profiles:difference", one_spelling(key))
    user = getattr(request, "user", None)
    versions = versions_of(key, user)
    if not versions:
        raise Http404(f"no profile {key} is published")
    latest = versions[0].number
    end = _number(request.GET.get("to", ""), latest, versions, key)
    start = _number(request.GET.get("from", ""), max(1, end - 1), versions, key)
    texts = versions_with_texts(key, {start, end}, user)
    pair = VersionPair(texts[start], texts[end])
    return render(request, "difference/difference.html", {"pair": pair, "versions": versions, "key": key})


def _number(asked: str, otherwise: int, versions: list[Revision], key: str) -> int:
    known = {str(row.number): row.number for row in versions}
    if asked and asked not in known:
        raise Http404(f"{key} has no version “{asked[:20]}” that was ever approved")
    return known[asked] if asked else otherwise
