"""Questions: the same rows as the queryset gives, of any lists, with one putting together of the SQL a shape."""

import pytest
from django.db.models import Q

from profiles.asking import LONGEST, Question
from profiles.models import Revision
from tests.factories import approved

pytestmark = pytest.mark.django_db


def test_rows_are_those_of_the_queryset_whatever_the_lists_hold(django_assert_num_queries):
    first, second = approved(code="AAA.A1.M4", confidence=0.9), approved(code="AAA.A1.P4")
    made = []

    def make(pks, codes):
        made.append((list(pks), list(codes)))
        rows = Revision.objects.filter(Q(pk__in=pks) | Q(level_code__in=codes, state="approved")).order_by("key")
        return rows.values_list("pk", "key", "confidence", "decided_at")

    question = Question(Revision, make)
    for lists in (([], []), ([first.pk], []), ([], ["P4"]), ([second.pk], ["M4"]), ([first.pk, first.pk], ["x", "P4"])):
        wanted = list(make(*lists))
        with django_assert_num_queries(1 if any(lists) else 0):
            assert question.rows(*lists) == wanted
    many = [*range(-LONGEST, 0), first.pk]
    assert question.rows(many, []) == list(make([first.pk], []))
    made.clear()
    assert question.rows([second.pk], ["P4"]) == question.rows([first.pk], ["P4"])[1:]
    assert made == []


def test_a_question_that_does_not_hand_over_its_values_as_they_are_is_refused():
    """Else what is kept would go on asking for a stand-in."""
    question = Question(Revision, lambda words: Revision.objects.filter(title__contains=words[0]).values_list("pk"))
    with pytest.raises(TypeError, match="otherwise than it was given"):
        question.rows(["plant"])
