"""The files of a page in other formats: their addresses follow from the page's own."""

from django import template
from django.conf import settings

from profiles.moments import TODAY
from profiles.standards import FORMATS

register = template.Library()


@register.simple_tag(takes_context=True)
def files(context: template.Context, page: str, endings: str = "", query: str = "") -> list[dict[str, str]]:
    """Of the page at this address, all or those of some endings; as of the moment that it was asked for."""
    moment = getattr(getattr(context, "request", None), "moment", TODAY)
    behind = (f"?{query}" if query else "") or moment.query()
    chosen = [FORMATS[ending] for ending in endings.split() or FORMATS]
    return [
        {"address": f"{page}export.{one.ending}{behind}", "name": one.name, "told": one.told, "ending": one.ending}
        for one in chosen
    ]


@register.simple_tag
def licence() -> str:
    return settings.CANON_LICENCE
