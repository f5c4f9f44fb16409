"""The files of a page in other formats: their addresses follow from the page's own."""

from django.conf import settings
from jinja2 import pass_context
from jinja2.runtime import Context

from profiles.standards import FORMATS
from profiles.templatetags.asof import moment_of


@pass_context
def files(context: Context, page: str, endings: str = "", query: str = "") -> list[dict[str, str]]:
    """Of the page at this address, all or those of some endings; as of the moment that it was asked for."""
    behind = (f"?{query}" if query else "") or moment_of(context).query()
    chosen = [FORMATS[ending] for ending in endings.split() or FORMATS]
    return [
        {"address": f"{page}export.{one.ending}{behind}", "name": one.name, "told": one.told, "ending": one.ending}
        for one in chosen
    ]


def licence() -> str:
    return settings.CANON_LICENCE
