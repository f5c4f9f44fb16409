"""Many rows at once: with keys of their own, anew where they stand, and stored as their fields store them."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from profiles.models import PanelScore, Source
from taxonomy.bulk import WORTH_COPYING, insert, keys
from taxonomy.models import Skill
from tests.factories import on_desk

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2026, 5, 31, 10, 0, 0, 5, tzinfo=datetime.UTC)


def test_keys_are_nobody_elses_before_and_after_their_rows_are_inserted():
    first = Skill.objects.create(name="First", folded="first")
    given = list(keys(Skill, 3))
    insert(Skill, ("id", "name", "folded", "type", "summary"), [(pk, f"S{pk}", f"s{pk}", "skill", "") for pk in given])
    later = Skill.objects.create(name="Later", folded="later")
    assert len({first.pk, *given, later.pk}) == 5
    assert list(Skill.objects.filter(pk__in=given).values_list("folded", flat=True)) == [f"s{pk}" for pk in given]


def test_a_row_that_stands_takes_the_new_values():
    rows = [("power bi", "Power BI", "tool", ""), ("rota", "Rota", "skill", "")]
    for changed in (rows, [("rota", "Rota", "tool", "Anew")]):
        insert(Skill, ("folded", "name", "type", "summary"), changed, renewing="folded")
    told = (
        Skill.objects.filter(folded__in=["power bi", "rota"]).order_by("folded").values_list("name", "type", "summary")
    )
    assert list(told) == [("Power BI", "tool", ""), ("Rota", "tool", "Anew")]


def test_equal_values_are_prepared_alike_and_no_others():
    profile = on_desk(panel=[], sources=[])
    columns = ("profile", "position", "panelist", "comment", "at", "judged_digest", "concreteness")
    scores = [(4, AT), (4.0, None), (Decimal("4.5"), AT), (None, AT)]
    insert(PanelScore, columns, [(profile.pk, n, f"P{n}", "", at, "", score) for n, (score, at) in enumerate(scores)])
    told = PanelScore.objects.filter(profile=profile).order_by("position").values_list("concreteness", "at")
    assert list(told) == [(Decimal(4), AT), (Decimal(4), None), (Decimal("4.5"), AT), (None, AT)]
    layers = [[1], [True], [1.0], ["pay"], ["pay"], []]
    insert(
        Source,
        ("profile", "position", "title", "url", "publisher", "retrieved", "licence", "layers"),
        [(profile.pk, n, "T", "", "", "", "", layer) for n, layer in enumerate(layers)],
    )
    found = list(Source.objects.filter(profile=profile).order_by("position").values_list("layers", flat=True))
    assert [repr(layer) for layer in found] == [repr(layer) for layer in layers]


@pytest.mark.parametrize("together", [False, True])
def test_many_rows_are_all_in_or_a_constraint_tells_why_not(together):
    columns = ("folded", "name", "type", "summary")
    rows = [
        (f"many {n}", f"Many {n}", "skill", "a\tb\\n\n“c”") for n in range(max(WORTH_COPYING, 999 // len(columns)) + 1)
    ]
    insert(Skill, columns, rows, together=together)
    told = Skill.objects.filter(folded__startswith="many ").order_by("pk").values_list(*columns)
    assert list(told) == rows
    again = [(f"other {n}", name, kind, summary) for n, (_, name, kind, summary) in enumerate(rows)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Skill, columns, [*again, rows[0]], together=together)
    assert not Skill.objects.filter(folded__startswith="other ").exists()
