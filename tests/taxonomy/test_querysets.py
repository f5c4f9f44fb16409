"""Named questions to the skeleton."""

import datetime

import pytest
from django.utils import timezone

from taxonomy.models import Function, Guideline
from tests.factories import FUNCTION_CODE, SIBLING_CODE, focus, function, guidelines

pytestmark = pytest.mark.django_db


def test_a_code_is_found_however_it_is_cased():
    row = function()
    assert Function.objects.with_code(FUNCTION_CODE.lower()) == row


def test_a_code_is_found_whole_only():
    function()
    with pytest.raises(Function.DoesNotExist):
        Function.objects.with_code(FUNCTION_CODE[:-1])


def test_freezing_keeps_the_first_moment():
    row = function()
    first = timezone.now() - datetime.timedelta(days=9)
    assert Function.objects.freeze([row.pk], at=first) == 1
    assert Function.objects.freeze([row.pk]) == 0
    row.refresh_from_db()
    assert row.frozen_at == first


def test_a_ladder_has_the_rows_of_the_focus_and_of_its_function_only():
    ours = guidelines(function()) + guidelines(focus())
    guidelines(focus(SIBLING_CODE))
    guidelines(function("OTHER"))
    assert set(Guideline.objects.of_ladder(focus())) == set(ours)
