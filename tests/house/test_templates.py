"""Templates: every one compiles, and none holds a style or a script of its own (the policy would block them)."""

import re

import pytest
from django.conf import settings
from django.template import engines
from jinja2 import nodes

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())
PAGES = [name for name in TEMPLATES if name.endswith((".html", ".xml", ".svg"))]
READERS = [name for name in TEMPLATES if name.startswith("readers/")]

INLINE_STYLE = re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=|javascript:", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment .*?%\}.*?\{% endcomment %\}", re.DOTALL)


def text_of(name):
    return COMMENT.sub("", (FOLDER / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name):
    if name in READERS:
        engines["jinja2"].get_template(name.removeprefix("readers/"))
    else:
        engines["django"].get_template(name.removeprefix("desk/"))


@pytest.mark.parametrize("name", PAGES)
def test_it_has_no_style_of_its_own(name):
    assert INLINE_STYLE.findall(text_of(name)) == []


@pytest.mark.parametrize("name", PAGES)
def test_it_has_no_script_of_its_own(name):
    assert INLINE_SCRIPT.findall(text_of(name)) == []


@pytest.mark.parametrize("name", READERS)
def test_its_parts_see_what_they_are_given_only(name):
    """A part is called with its inputs; no name of a loop hides a function that the template calls."""
    tree = engines["jinja2"].env.parse(text_of(name))
    assert list(tree.find_all((nodes.Include, nodes.Import, nodes.FromImport))) == []
    named = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    called = {call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}
    assert named & called == set()


@pytest.mark.parametrize(
    ("text", "styles", "scripts"),
    [
        ('<p class="a" STYLE = "color:red">', 1, 0),
        ("<style>p{}</style>", 1, 0),
        ('<script src="/a.js"></script>', 0, 0),
        ("<script>alert(1)</script>", 0, 1),
        ('<a href="javascript:alert(1)">', 0, 1),
        ('<img onerror="x">', 0, 1),
        ("<p>is once = twice, restyle</p>", 0, 1),  # rather too strict than too lax
    ],
)
def test_the_rules_find_what_they_are_for(text, styles, scripts):
    assert (len(INLINE_STYLE.findall(text)), len(INLINE_SCRIPT.findall(text))) == (styles, scripts)
