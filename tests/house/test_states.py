"""Only the workflow writes a state: read from the source, for no test can walk every path."""

import ast

import pytest
from django.conf import settings

SOURCES = [
    path
    for folder in ("config", "profiles", "taxonomy", "bench")
    for path in sorted((settings.BASE_DIR / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
# The one writer.
WORKFLOW = settings.BASE_DIR / "profiles" / "workflow"
WRITES = {"update", "create", "get_or_create", "update_or_create", "bulk_create", "Revision", "replace", "insert"}


def writes_of_state(source):
    """Line numbers where a state is set: an attribute, a keyword of a write, or a column named to an update."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Assign() | ast.AugAssign() | ast.AnnAssign():
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found += [t.lineno for t in targets if isinstance(t, ast.Attribute) and t.attr == "state"]
            case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="state"), *_]):
                found.append(node.lineno)
            case ast.Call(func=func, keywords=keywords):
                name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
                if name in WRITES and any(keyword.arg == "state" for keyword in keywords):
                    found.append(node.lineno)
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_only_the_workflow_writes_a_state(path):
    found = writes_of_state(path.read_text(encoding="utf-8"))
    assert found == [] or path.is_relative_to(WORKFLOW)


def test_the_workflow_is_found_writing_it():
    assert any(writes_of_state(path.read_text(encoding="utf-8")) for path in WORKFLOW.glob("*.py"))


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("revision.state = 'approved'", True),
        ("Revision.objects.filter(state='approved')", False),
        ("Revision.objects.filter(pk=1).update(state='approved')", True),
        ("Revision(profile=p, state=State.APPROVED)", True),
        ("setattr(revision, 'state', 'approved')", True),
        ("sealed(profile, draft, state=State.IN_REVIEW)", False),
        ("state = revision.state", False),
    ],
)
def test_the_search_finds_what_it_is_for(source, written):
    assert bool(writes_of_state(source)) is written
