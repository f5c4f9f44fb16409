"""Parts of pages, each a template of its own that sees what it is given and nothing else of the page.

`{{ part("components/near_card.html", near=near) }}` with readers, `{% part … near=near %}` at the desk; and those that
go round other markup: `{% call notice() %}…{% endcall %}`.
"""

from collections.abc import Callable

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

register = template.Library()


@pass_context
def part(context: Context, name: str, /, **inputs) -> Markup:
    """The part of this name. Besides its inputs it knows who asks, for links that stay in the moment asked for.

    What `Template.render` does, without its copy of all names by a loop in Python: that is half of a small part's time.
    """
    made = context.environment.get_template(name)
    known = context.environment.globals | inputs | {"request": context.get("request")}
    return Markup("".join(made.root_render_func(made.new_context(known, shared=True))))  # noqa: S704


@register.simple_tag(name="part", takes_context=True)
def part_at_desk(context: template.Context, name: str, /, **inputs) -> SafeString:
    return mark_safe(render_to_string(name, inputs, getattr(context, "request", None)))  # noqa: S308


@pass_context
def notice(context: Context, caller: Callable[[], Markup]) -> Markup:
    """What has to be seen before the rest."""
    return part(context, "components/notice.html", content=caller())


@pass_context
def chip(context: Context, caller: Callable[[], Markup], **inputs) -> Markup:
    """A short fact in a pill: `kind` (`level`, a band or a state), `sign`, `address`, `current`, all optional."""
    return part(context, "components/chip.html", content=caller(), **inputs)


@pass_context
def empty(context: Context, title: str, caller: Callable[[], Markup], code: str = "", level: int = 1) -> Markup:
    """What stands where nothing else does: an empty canon, a page that is not there (with its `code`)."""
    return part(context, "components/empty.html", content=caller(), title=title, code=code, is_page=level == 1)
