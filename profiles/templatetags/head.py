"""Functions of the `<head>`: title and description for people and for previews, the one address of a page, its data."""

import json
from html import unescape

from django.conf import settings
from django.core.paginator import Page
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from jinja2 import pass_context
from jinja2.runtime import Context

from profiles.rendering.occupation import CONTEXT, occupation
from profiles.rendering.profile import ProfilePage
from profiles.templatetags.asof import moment_of

LONGEST_DESCRIPTION = 200
# What would end a script, or begin a comment, inside of one.
_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def absolute(path: str) -> str:
    """The address as others have to write it."""
    return settings.SITE_URL + path


def head_title(content: SafeString) -> SafeString:
    """Goes round the block of the title, so that previews say what the window says."""
    return format_html('<title>{0}</title>\n  <meta property="og:title" content="{0}">', _plain(content))


def head_description(content: SafeString) -> SafeString:
    """Goes round the block of the description; markup is taken off, and nothing is said where nothing stands."""
    told = Truncator(_plain(content)).chars(LONGEST_DESCRIPTION)
    meta = '<meta name="description" content="{0}">\n  <meta property="og:description" content="{0}">'
    return format_html(meta, told) if told else mark_safe("")


def _plain(content: SafeString) -> str:
    """What a block says, on one line and without markup: cut and escaped anew afterwards."""
    return " ".join(unescape(strip_tags(content)).split())


@pass_context
def canonical(context: Context, path: str = "", page: Page | None = None) -> SafeString:
    """The one address of this page: its path without what was asked of it, unless a page names another.

    `page` is of a list: what stands on its second page stands on no other. As of a moment that is over a page has
    no address that anybody should find.
    """
    request = context.get("request")
    if moment_of(context).is_past:
        return mark_safe('<meta name="robots" content="noindex">')
    path = path or (request.path if request else "")
    if not path:
        return mark_safe("")
    if page is not None and page.number > 1:
        path += f"?page={page.number}"
    return format_html(
        '<link rel="canonical" href="{0}">\n  <meta property="og:url" content="{0}">', settings.SITE_URL + path
    )


def occupation_data(page: ProfilePage) -> SafeString:
    """schema.org data of a profile. It is no program: the policy for scripts does not touch it."""
    address = settings.SITE_URL + reverse("profiles:profile", args=[page.revision.key])
    told = {"@context": CONTEXT} | occupation(page.sealed, address)
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(f'<script type="application/ld+json">{text.translate(_UNSAFE)}</script>')  # noqa: S308
