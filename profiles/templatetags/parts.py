"""Template tags for parts that go round other markup: `{% notice %}…{% endnotice %}`."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def notice(content: SafeString) -> SafeString:
    """What has to be seen before the rest."""
    return render_to_string("components/notice.html", {"content": content})


@register.simple_block_tag
def chip(content: SafeString, kind: str = "", sign: str = "", url: str = "", current: bool = False) -> SafeString:
    """A short fact in a pill; `kind` is `level`, a band or a state."""
    parts = {"content": content, "kind": kind, "sign": sign, "url": url, "current": current}
    return render_to_string("components/chip.html", parts)


@register.simple_block_tag
def empty(content: SafeString, title: str, code: str = "", level: int = 1) -> SafeString:
    """What stands where nothing else does: an empty canon, a page that is not there (with its `code`)."""
    return render_to_string(
        "components/empty.html", {"content": content, "title": title, "code": code, "is_page": level == 1}
    )
