"""The language of readers' templates: Jinja2, with the functions and filters that they may use.

It makes a page in a part of the time that Django's own templates take. Those of the desk stay Django's, as its admin
has them; a part that both show is readers' (`{% part %}` at the desk).
"""

from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import django
import jinja2
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template import defaultfilters
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.timezone import template_localtime
from jinja2 import ChainableUndefined, Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from profiles.templatetags import asof, downloads, head, parts, reading

_OF_DJANGO = ("capfirst", "floatformat", "pluralize", "slugify", "truncatechars", "truncatewords", "urlencode")


def environment(**options) -> Environment:
    """What is not there prints nothing and is false, as in templates of the desk."""
    ours = {"undefined": ChainableUndefined, "bytecode_cache": compiled()}
    made = Environment(**options | ours)  # noqa: S701  among Django's options is autoescape
    functions = (
        *(url, static),
        *(parts.part, parts.notice, parts.chip, parts.empty),
        *(asof.as_of, asof.as_of_field, asof.is_past),
        *(head.absolute, head.canonical, head.occupation_data),
        *(downloads.files, downloads.licence),
    )
    filters = (
        *(head.head_title, head.head_description, intcomma),
        *(reading.prose, reading.state_sign, reading.add_to, reading.skill_address),
    )
    made.globals |= {function.__name__: function for function in functions}
    made.filters |= {name: getattr(defaultfilters, name) for name in _OF_DJANGO}
    made.filters |= {function.__name__: function for function in filters} | {"date": told_date}
    return made


class Compiled(FileSystemBytecodeCache):
    """Where templates stay compiled from one start to the next; where none can be written, each start compiles them."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled() -> Compiled:
    """Jinja2 compiles a template anew where its text changed; what else goes into it names the folder."""
    functions = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    edition = sha256(b"".join([*functions, f"{jinja2.__version__} {django.__version__}".encode()])).hexdigest()
    folder = Path(settings.VAR_DIR) / "templates" / edition[:16]
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Compiled(str(folder))


def url(name: str, *args: str) -> str:
    """The address of a route; NoReverseMatch where there is none."""
    return _reversed(get_script_prefix(), name, args)


@lru_cache(maxsize=4096)
def _reversed(prefix: str, name: str, args: tuple[str, ...]) -> str:
    """Pages lead to the same places over and over: to find an address costs more than to write its link."""
    return reverse(name, args=args)


def told_date(value: date | datetime | None, form: str) -> str:
    """A day or a moment, in the site's time zone, in Django's notation."""
    return defaultfilters.date(template_localtime(value), form)
