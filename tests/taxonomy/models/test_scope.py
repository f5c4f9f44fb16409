"""Scopes name themselves, by their code where they have no name."""

from taxonomy.models import Scope


def test_a_scope_names_itself():
    assert (str(Scope(code="DE", name="Germany")), str(Scope(code="DE"))) == ("Germany", "DE")
