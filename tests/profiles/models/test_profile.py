"""Constraints of the desk, each tried against the database itself, and forms that let in what a record can hold."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from profiles import payloads
from profiles.models import Alias, DeskPay, Profile, Responsibility, SkillUse
from tests.factories import KEY_M4, fresh, on_desk, refused_by_the_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile():
    return on_desk()


def place(profile):
    return {"focus": profile.focus, "level": profile.level, "scope": profile.scope}


def test_a_focus_level_and_scope_have_one_profile(profile):
    with refused_by_the_database(r"(?i)unique"):
        Profile.objects.create(**place(profile), title="Twin")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"title": ""}, "every_profile_has_a_title"),
        ({"stated_confidence": "1.001"}, "stated_confidence_lies_between_0_and_1"),
        ({"stated_confidence": "-0.001"}, "stated_confidence_lies_between_0_and_1"),
        ({"lock": -1}, "lock"),
    ],
)
def test_the_database_refuses(profile, values, constraint):
    with refused_by_the_database(constraint):
        Profile.objects.filter(pk=profile.pk).update(**values)


@pytest.mark.parametrize("confidence", ["0", "1", "0.9", None])
def test_the_database_takes(profile, confidence):
    assert Profile.objects.filter(pk=profile.pk).update(stated_confidence=confidence) == 1


def test_a_responsibility_says_something(profile):
    with refused_by_the_database("a_responsibility_says_something"):
        Responsibility.objects.filter(profile=profile).update(text="")


def test_a_skill_is_used_once_in_a_profile(profile):
    first = profile.skill_uses.first()
    with refused_by_the_database(r"(?i)unique"):
        SkillUse.objects.create(profile=profile, skill=first.skill)


def test_a_skill_that_is_used_stays(profile):
    with pytest.raises(ProtectedError):
        profile.skill_uses.first().skill.delete()


def test_an_alias_stands_once_a_locale_whatever_its_case(profile):
    Alias.objects.create(profile=profile, title="plant director", locale="fr")
    with refused_by_the_database("one_alias_a_title_and_locale"):
        Alias.objects.create(profile=profile, title="PLANT director")


def test_an_alias_has_a_title(profile):
    with refused_by_the_database("an_alias_has_a_title"):
        Alias.objects.create(profile=profile, title="")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"low": 164_001}, "deskpay_low_median_high_in_order"),
        ({"high": 163_999}, "deskpay_low_median_high_in_order"),
        ({"currency": ""}, "deskpay_names_a_currency"),
    ],
)
def test_pay_is_in_order(profile, values, constraint):
    with refused_by_the_database(constraint):
        DeskPay.objects.filter(profile=profile).update(**values)


def test_a_profile_has_one_pay(profile):
    with refused_by_the_database(r"(?i)unique"):
        DeskPay.objects.bulk_create([DeskPay(profile=profile, currency="USD", median=1)])


def test_no_figure_of_pay_stands_in_a_name(profile):
    told = [str(profile), str(profile.pay), *(str(row) for row in profile.responsibilities.all())]
    assert [text for text in told if "164" in text] == []


def test_a_profile_is_named_by_its_title_and_key(profile):
    assert (profile.key, str(profile)) == (KEY_M4, f"Plant Manager M4 ({KEY_M4})")


def test_rows_stand_in_the_order_that_was_chosen(profile):
    rows = list(profile.responsibilities.all())
    Responsibility.objects.filter(pk=rows[-1].pk).update(position=0)
    Responsibility.objects.filter(pk=rows[0].pk).update(position=9)
    assert [row.pk for row in profile.responsibilities.all()] == [rows[3].pk, rows[1].pk, rows[2].pk, rows[0].pk]


# -- what a form lets in, a record can hold ----------------------------------------------------------

FORM = {
    "no responsibility": (Responsibility, {"text": ""}),
    "a long responsibility": (Responsibility, {"text": "x" * 2_001}),
    "a responsibility that grows": (Responsibility, {"text": "\U0001d160" * 1_000}),
    "an alias of a control character": (Alias, {"title": "a\x00b"}),
    "a long summary": (Profile, {"summary": "x" * 10_001}),
    "a title of nothing but space": (Profile, {"title": "   "}),
    "a long use": (SkillUse, {"summary": "x" * 10_001}),
    "pay of nothing": (DeskPay, {"median": 0}),
    "a currency that is none": (DeskPay, {"currency": "12€"}),
    "a date that is none": (DeskPay, {"as_of": "2026-02-30"}),
    "pay out of order": (DeskPay, {"low": 200_000}),
}


@pytest.mark.parametrize("name", FORM)
def test_what_a_form_lets_in_a_record_can_hold(profile, name):
    """Else the desk could be saved and neither closed nor submitted again: an error page for every reader of it."""
    model, values = FORM[name]
    row = profile if model is Profile else model.objects.filter(profile=profile).first()
    for field, value in values.items():
        setattr(row, field, value)
    try:
        row.full_clean()
    except ValidationError:
        return
    row.save()
    payloads.record_of(fresh(profile))
