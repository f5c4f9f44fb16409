"""Template filters for texts that people wrote: paragraphs and lists, escaped."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from profiles.rendering.words import STATE_SIGNS

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Plain text as HTML: blank lines part paragraphs, lines that begin with "- " make a list."""
    parts = []
    for block in (text or "").split("\n\n"):
        lead = [line for line in block.split("\n") if line and not line.startswith(("- ", "• "))]
        items = [line[2:] for line in block.split("\n") if line.startswith(("- ", "• "))]
        if lead:
            parts.append(format_html("<p>{}</p>", " ".join(lead)))
        if items:
            parts.append(format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((item,) for item in items))))
    return mark_safe("".join(parts))  # noqa: S308  every part was escaped above


@register.filter
def hundredth(score: object) -> str:
    """A score from 0 to 5 as a share of 100, for the width of a meter."""
    return f"{float(score or 0) * 20:g}"


@register.filter
def state_sign(state: str) -> str:
    """The sign that goes before a state."""
    return STATE_SIGNS.get(state, "")
