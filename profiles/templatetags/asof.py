"""Tags that keep links as of the moment that a page was asked for, also where a part is included with `only`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from profiles.moments import TODAY, Moment

register = template.Library()


@register.simple_tag(takes_context=True)
def as_of(context: template.Context, joint: str = "?") -> str:
    """What goes behind an address: `?as_of=2027.1`, or with "&" for one that has a query; nothing today."""
    return _moment(context).query(joint)


@register.simple_tag(takes_context=True)
def as_of_field(context: template.Context) -> SafeString:
    """The same for a form that is sent by GET."""
    asked = _moment(context).asked
    return format_html('<input type="hidden" name="as_of" value="{}">', asked) if asked else mark_safe("")


@register.simple_tag(takes_context=True)
def is_past(context: template.Context) -> bool:
    """Whether the page is as of a moment that is over: `{% is_past as past %}`."""
    return _moment(context).is_past


def _moment(context: template.Context) -> Moment:
    return getattr(getattr(context, "request", None), "moment", TODAY)
