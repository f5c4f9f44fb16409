"""Template filters: texts that people wrote as paragraphs and lists, escaped; places in a picture."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from profiles.comparison import Piece, words
from profiles.differentiation import Line
from profiles.drawing.scales import neat
from profiles.rendering.pictures.panel import PanelScores, panel_scores
from profiles.rendering.words import STATE_SIGNS
from profiles.scoring import Panel
from taxonomy.codes import skill_address as address_of
from taxonomy.texts import fold_name

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
def state_sign(state: str) -> str:
    """The sign that goes before a state."""
    return STATE_SIGNS.get(state, "")


@register.filter
def add_to(value: float, more: float) -> int | float:
    """A place in a picture, moved; Django's own `add` knows whole numbers only."""
    return neat(value + float(more))


@register.filter
def times(value: int, factor: int) -> int:
    return value * factor


@register.filter
def marked(line: Line) -> list[Piece]:
    """What the nearest line of another level says otherwise than this one."""
    return words(line.text, line.nearest)


@register.filter
def drawn(panel: Panel) -> PanelScores:
    """A panel's scores as they are drawn."""
    return panel_scores(panel)


@register.filter
def skill_address(name: str) -> str:
    """The address of a skill by its name, as `/skills/<address>/` has it."""
    return address_of(fold_name(name))
