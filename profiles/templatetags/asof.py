"""Functions that keep links as of the moment that a page was asked for, in its parts too."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from jinja2 import pass_context
from jinja2.runtime import Context

from profiles.moments import TODAY, Moment


@pass_context
def as_of(context: Context, joint: str = "?") -> str:
    """What goes behind an address: `?as_of=2027.1`, or with "&" for one that has a query; nothing today."""
    return moment_of(context).query(joint)


@pass_context
def as_of_field(context: Context) -> SafeString:
    """The same for a form that is sent by GET."""
    asked = moment_of(context).asked
    return format_html('<input type="hidden" name="as_of" value="{}">', asked) if asked else mark_safe("")


@pass_context
def is_past(context: Context) -> bool:
    """Whether the page is as of a moment that is over."""
    return moment_of(context).is_past


def moment_of(context: Context) -> Moment:
    """The moment that the page was asked for."""
    return getattr(context.get("request"), "moment", TODAY)
