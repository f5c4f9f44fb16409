"""Constraints of the evidence: sources, mappings, panel; and forms that let in what a record can hold."""

from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from profiles import payloads
from profiles.models import Mapping, Objection, PanelScore, Source
from profiles.scoring import DIMENSIONS, LAYERS
from tests.factories import confirm, curator, fresh, on_desk, person, refused_by_the_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile():
    return on_desk()


# -- sources ---------------------------------------------------------------------------------------


def test_a_source_has_a_title(profile):
    with refused_by_the_database("a_source_has_a_title"):
        Source.objects.filter(profile=profile).update(title="")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org", " https://x.org", "x"])
def test_an_address_that_could_run_does_not_pass_the_database(profile, url):
    """Bulk writes skip validators, so the database looks itself."""
    with refused_by_the_database("a_source_address_is_http"):
        Source.objects.filter(profile=profile).update(url=url)


@pytest.mark.parametrize("url", ["", "https://example.org", "http://example.org"])
def test_web_addresses_pass_the_database(profile, url):
    assert Source.objects.filter(profile=profile).update(url=url) == 1


# -- mappings --------------------------------------------------------------------------------------


def test_a_code_is_mapped_once(profile):
    with refused_by_the_database(r"(?i)unique"):
        Mapping.objects.create(profile=profile, system="O*NET/SOC", code="11-3051.00")


@pytest.mark.parametrize("half", [{"confirmed_at": timezone.now()}, {"confirmed_by": curator}])
def test_a_confirmation_has_a_person_and_a_time(profile, half):
    values = {name: value() if callable(value) else value for name, value in half.items()}
    with refused_by_the_database("a_confirmation_has_a_person_and_a_time"):
        Mapping.objects.filter(profile=profile).update(**values)


def test_who_confirmed_a_mapping_stays(profile):
    confirm(profile)
    with pytest.raises(ProtectedError):
        curator().delete()


# -- panel -----------------------------------------------------------------------------------------


def test_a_panellist_reviews_once(profile):
    with refused_by_the_database(r"(?i)unique"):
        PanelScore.objects.create(profile=profile, panelist="Rita Sample")


@pytest.mark.parametrize("name", DIMENSIONS)
@pytest.mark.parametrize("score", ["0.5", "5.5"])
def test_a_score_lies_between_one_and_five(profile, name, score):
    with refused_by_the_database(f"{name}_lies_between_1_and_5"):
        PanelScore.objects.filter(profile=profile).update(**{name: score})


@pytest.mark.parametrize("score", ["1", "5", "2.5", None])
def test_the_database_takes(profile, score):
    assert PanelScore.objects.filter(profile=profile).update(concreteness=score) == 2


@pytest.mark.parametrize(("score", "fits"), [("4.5", True), ("4", True), ("4.2", False), ("6", False)])
def test_a_form_takes_halves(profile, score, fits):
    row = PanelScore.objects.filter(profile=profile).first()
    row.concreteness = Decimal(score)
    with nullcontext() if fits else pytest.raises(ValidationError):
        row.full_clean()
        row.validate_constraints()


def test_who_reviewed_stays(profile):
    rita = person("rita", "Reviewers")
    PanelScore.objects.filter(panelist="Rita Sample").update(reviewer=rita)
    with pytest.raises(ProtectedError):
        rita.delete()


def test_an_objection_goes_with_its_review(profile):
    review = PanelScore.objects.first()
    Objection.objects.create(review=review, text="Six?")
    review.delete()
    assert not Objection.objects.exists()


# -- what a form lets in, a record can hold ----------------------------------------------------------

FORM = {
    "an address that runs": (Source, {"url": "javascript:alert(1)"}),
    "an address without a host": (Source, {"url": "https://"}),
    "a date in words": (Source, {"retrieved": "yesterday"}),
    "a day that is none": (Source, {"retrieved": "2026-02-30"}),
    "a layer that is none": (Source, {"layers": ["salary"]}),
    "layers that are no list": (Source, {"layers": "pay"}),
    "layers of anything": (Source, {"layers": [["pay"]]}),
    "all layers": (Source, {"layers": list(LAYERS)}),
    "a code of another shape": (Mapping, {"code": "11-305"}),
    "a relation that is none": (Mapping, {"relation": "similar"}),
    "a title with a bidirectional override": (Source, {"title": "a\u202eb"}),
    "a long comment": (PanelScore, {"comment": "x" * 10_001}),
    "a score in quarters": (PanelScore, {"concreteness": 4.2}),
}


@pytest.mark.parametrize("name", FORM)
def test_what_a_form_lets_in_a_record_can_hold(profile, name):
    model, values = FORM[name]
    row = model.objects.filter(profile=profile).first()
    for field, value in values.items():
        setattr(row, field, value)
    try:
        row.full_clean()
    except ValidationError:
        return
    row.save()
    payloads.record_of(fresh(profile))
