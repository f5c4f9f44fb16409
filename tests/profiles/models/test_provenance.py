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
from tests.factories import confirm, curator, fresh, on_desk, person, refused_by_the_database, reviewer

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


def somebody():
    return {"reviewer": reviewer(), "recorded_by": curator(), "recorded_at": timezone.now()}


@pytest.mark.parametrize("names", [["recorded_by"], ["recorded_at"]])
def test_what_is_recorded_has_a_person_and_a_time(profile, names):
    with refused_by_the_database("what_is_recorded_has_a_person_and_a_time"):
        PanelScore.objects.filter(profile=profile).update(**{name: somebody()[name] for name in names})


def test_nobody_records_what_a_reviewer_gave(profile):
    with refused_by_the_database("nobody_records_what_a_reviewer_gave"):
        PanelScore.objects.filter(profile=profile).update(**somebody())


@pytest.mark.parametrize(
    ("names", "origin"), [([], "file"), (["reviewer"], "person"), (["recorded_by", "recorded_at"], "external")]
)
def test_how_a_review_came_here(profile, names, origin):
    PanelScore.objects.filter(profile=profile).update(**{name: somebody()[name] for name in names})
    assert {row.origin for row in PanelScore.objects.all()} == {origin}


def test_a_panellist_in_another_case_is_the_same(profile):
    with refused_by_the_database(r"(?i)one_review_a_panelist|unique"):
        PanelScore.objects.create(profile=profile, panelist="RITA SAMPLE")


@pytest.mark.parametrize(
    ("answer", "outcome", "fits"),
    [
        ("", "open", True),
        ("Six.", "open", False),
        ("", "answered", False),
        ("Six.", "answered", True),
        ("", "stands", False),
        ("Six.", "stands", True),
        ("", "withdrawn", True),
        ("Six.", "fixed", True),
        ("Six.", "forgotten", False),
    ],
)
def test_an_objection_is_open_until_it_is_answered(profile, answer, outcome, fits):
    values = {"review": PanelScore.objects.first(), "text": "Six?", "answer": answer, "outcome": outcome}
    with nullcontext() if fits else refused_by_the_database("an_objection_is_open_until_it_is_answered"):
        Objection.objects.create(**values)


@pytest.mark.parametrize("deed", ["answered", "ruled"])
@pytest.mark.parametrize("half", ["by", "at"])
def test_answer_and_ruling_have_a_person_and_a_time(profile, deed, half):
    values = {f"{deed}_by": curator(), f"{deed}_at": timezone.now()}
    one = {f"{deed}_{half}": values[f"{deed}_{half}"]}
    with refused_by_the_database({"answered": "an_answer_has_a_person", "ruled": "a_ruling_has_a_person"}[deed]):
        Objection.objects.create(review=PanelScore.objects.first(), text="Six?", **one)


def test_the_mark_of_an_objection_changes_with_all_that_is_done_to_it(profile):
    row = Objection.objects.create(review=PanelScore.objects.first(), text="Six?")
    marks = [row.mark]
    for values in (
        {"answer": "Six.", "outcome": "answered", "answered_at": timezone.now()},
        {"answer": "Seven.", "answered_at": timezone.now()},
        {"outcome": "stands", "ruled_at": timezone.now()},
        {"outcome": "withdrawn", "ruled_at": timezone.now()},
    ):
        for name, value in values.items():
            setattr(row, name, value)
        marks.append(row.mark)
    assert len(set(marks)) == 5
    assert all(mark == mark.strip() and len(mark) <= 100 for mark in marks)


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
