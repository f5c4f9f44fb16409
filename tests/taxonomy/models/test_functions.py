"""Functions and focuses: how they read in a list."""

import pytest

from taxonomy.models import Focus, Function
from tests.factories import focus, function

pytestmark = pytest.mark.django_db


def test_functions_read_by_group_and_then_by_name():
    function("BBB", group="Second")
    function("CCC", group="First")
    function("AAA", group="Second")
    assert [row.code for row in Function.objects.all()] == ["CCC", "AAA", "BBB"]


def test_focuses_read_by_function_and_then_by_name():
    first, last = function("AAA"), function("ZZZ")
    focus("A1", last), focus("Z1", first), focus("B1", first)
    assert [row.code for row in Focus.objects.all()] == ["B1", "Z1", "A1"]


def test_they_name_themselves():
    assert (str(function("AAA")), str(focus("B1", function("AAA")))) == ("Aaa", "B1 (B1)")
