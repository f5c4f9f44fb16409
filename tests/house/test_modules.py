"""Modules: each opens with a sentence that says what it is for."""

import ast
import re

import pytest
from django.conf import settings

MODULES = [
    path
    for folder in ("config", "profiles", "taxonomy", "tests", "bench")
    for path in sorted((settings.BASE_DIR / folder).rglob("*.py"))
    if "migrations" not in path.parts and path.read_text(encoding="utf-8").strip()
]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_it_opens_with_a_sentence(path):
    told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = told.partition("\n\n")[0]
    assert re.fullmatch(r"\S.*[.:!?)]", first, re.DOTALL), f"a sentence expected, found {first!r}"
