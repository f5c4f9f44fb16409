"""Which approved texts rest on a row, and which of them stand on another by the time it has changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles import workflow
from profiles.models import Revision
from profiles.workflow import resting_on
from profiles.workflow.resting import mark, rested_on
from taxonomy.models import Focus, Function, Guideline, PayBaseline, Skill
from taxonomy.rows import record_of
from tests.factories import (
    FOCUS_CODE,
    FUNCTION_CODE,
    approved,
    approver,
    curator,
    edit,
    function,
    in_review,
    ladder,
    next_version,
    on_desk,
    retired,
    returned,
)
from tests.shared_texts import (
    CHANGES,
    M3,
    M4,
    OTHER,
    OTHER_M4,
    P4,
    SIBLING_M4,
    accepted,
    basis_changed,
    canon,
    changed,
    level,
    new,
    proposed,
    rows,
)

pytestmark = pytest.mark.django_db

MANAGERS = {M4, M3, SIBLING_M4, OTHER_M4}
REST = {
    "track": MANAGERS,
    "level": MANAGERS,  # a payload seals the whole ladder of its track
    "function": {M4, M3, SIBLING_M4, P4},
    "focus": {M4, M3, P4},
    "guideline": {M4, M3, SIBLING_M4},
    "skill": {M4, SIBLING_M4},
    "pay": {M4, SIBLING_M4},
}


def keys(revisions):
    return sorted(revisions.values_list("key", flat=True))


# -- who rests on a row ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", REST)
def test_who_rests_on_a_row(kind):
    canon()
    assert keys(resting_on(record_of(rows()[kind]))) == sorted(REST[kind])


def test_a_guideline_of_a_focus_is_rested_on_by_the_focus_on_the_whole_track():
    canon()
    row = Guideline.objects.get(focus__isnull=False, level__code="M1")
    assert keys(resting_on(record_of(row))) == [SIBLING_M4]


def test_pay_that_holds_for_every_function_is_rested_on_by_all_of_its_level():
    canon()
    row = PayBaseline.objects.get(function=None)
    assert keys(resting_on(record_of(row))) == sorted([M4, SIBLING_M4, OTHER_M4])


def test_where_a_new_row_will_stand_counts_as_much():
    canon()
    guideline = new("guideline", focus=FOCUS_CODE, level="M2", knowledge="Own row")
    assert keys(resting_on(guideline)) == sorted([M4, M3])
    assert keys(resting_on(new("level", code="M7", track="M", step=7, rank=10, title="Above"))) == sorted(MANAGERS)
    assert keys(resting_on(new("function", code="BRANDNEW", name="New"))) == []


@pytest.mark.parametrize("make", [on_desk, in_review, returned, retired], ids=lambda make: make.__name__)
def test_only_what_is_approved_rests_on_a_row(make):
    make()
    assert not resting_on(record_of(Function.objects.get())).exists()


def test_a_profile_rests_once_however_many_versions_it_has():
    next_version(next_version(approved()))
    assert resting_on(record_of(Function.objects.get())).count() == 1


# -- who is marked -----------------------------------------------------------------------------------


MARKED = REST | {
    "guideline": {M4, M3},  # the sibling has rows of its own in their place
}


@pytest.mark.parametrize("kind", MARKED)
def test_accepting_marks_exactly_what_was_sealed_on_the_old_text(kind):
    canon()
    proposal = accepted(rows()[kind], **CHANGES[kind])
    assert basis_changed() == MARKED[kind]
    assert proposal.reach == len(MARKED[kind])


@pytest.mark.parametrize(
    ("change", "marked"),
    [
        (lambda: accepted(level("M4"), autonomy="Own budget"), {M4, SIBLING_M4, OTHER_M4}),
        (lambda: accepted(level("M3"), years_max=12, title="Head"), MANAGERS),
        (lambda: accepted(level("M6"), leadership="Leads leaders"), set()),
        (lambda: accepted(Guideline.objects.get(focus__isnull=False, level__code="M4"), experience="9+"), {SIBLING_M4}),
        (lambda: accepted(PayBaseline.objects.get(function=None), low=1), {M4, SIBLING_M4, OTHER_M4}),
        (lambda: accepted(rows()["skill"], summary="Said of the skill itself, and in no profile"), set()),
        (lambda: accepted(rows()["skill"], type="skill"), {M4, SIBLING_M4}),
    ],
    ids=[
        "attributes are sealed at their own level only",
        "title and years are sealed on the whole ladder",
        "attributes of a level that nobody is at",
        "a guideline of a focus",
        "pay of every function",
        "a skill's own text",
        "a skill's type",
    ],
)
def test_what_no_page_of_a_profile_shows_marks_nothing(change, marked):
    """A mark says that submitting again would bring another text; else nobody could ever take it off."""
    canon()
    change()
    assert basis_changed() == marked


def test_a_new_row_marks_those_whose_basis_it_joins():
    canon()
    record = new("guideline", focus=FOCUS_CODE, level="M2", knowledge="Own row")
    workflow.accept(workflow.propose(record, by=curator(), note="own"), by=approver())
    assert basis_changed() == {M4, M3}


def test_a_new_level_marks_its_track():
    canon()
    record = new("level", code="M7", track="M", step=7, rank=10, title="Above")
    workflow.accept(workflow.propose(record, by=curator(), note="grown"), by=approver())
    assert basis_changed() == MANAGERS


def test_taking_a_change_back_takes_the_marks_off():
    canon()
    was = rows()["function"].summary
    accepted(rows()["function"], summary="Another.")
    assert basis_changed() == REST["function"]
    proposal = accepted(rows()["function"], summary=was)
    assert basis_changed() == set()
    assert proposal.reach == 0


def test_a_mark_stays_where_another_text_has_changed_as_well():
    canon()
    was = rows()["function"].summary
    accepted(rows()["focus"], summary="Another.")
    accepted(rows()["skill"], name="POWER BI")
    accepted(rows()["function"], summary="Another.")
    accepted(rows()["function"], summary=was)
    assert basis_changed() == REST["focus"] | REST["skill"]


def test_a_mark_keeps_the_time_of_the_first_change():
    canon()
    accepted(rows()["function"], summary="One.")
    first = Revision.objects.approved().get(key=M4).basis_changed_at
    accepted(rows()["function"], summary="Two.")
    assert Revision.objects.approved().get(key=M4).basis_changed_at == first


def test_a_freshly_approved_text_bears_no_mark():
    revision = approved()
    accepted(Function.objects.get(), summary="Another.")
    assert basis_changed() == {revision.key}
    again = next_version(revision)
    assert again.basis_changed_at is None
    assert basis_changed() == set()


def test_what_was_sealed_before_and_is_approved_after_bears_the_mark():
    """Approved is what was on the screen; the mark says that it stands on a text of yesterday."""
    first = approved()
    waiting = in_review(edit(first.profile, summary="Next."))
    accepted(Function.objects.get(), summary="Another.")
    workflow.approve(waiting, by=approver(), seal=waiting.seal)
    assert Revision.objects.approved().get().basis_changed_at is not None


def test_a_change_at_once_marks_what_waits_in_review():
    waiting = in_review()
    workflow.propose(changed(Focus.objects.get(), summary="Another."), by=curator(), note="clearer")
    workflow.approve(waiting, by=approver(), seal=waiting.seal)
    assert basis_changed() == {waiting.key}


def test_ended_texts_are_left_alone():
    ended = retired(code="PLANTO.ENDED1.M4")
    approved()
    accepted(Function.objects.get(), summary="Another.")
    assert Revision.objects.get(pk=ended.pk).basis_changed_at is None


def test_a_regional_text_rests_on_the_pay_of_its_region_alone():
    PayBaseline.objects.create(function=function(), level=ladder()["M4"], currency="USD", region="US", median=150_000)
    approved(scope="DE", code=M4)
    approved(scope="US", code=M4)
    accepted(PayBaseline.objects.get(), median=160_000)
    assert basis_changed() == {f"{M4}@US"}


def test_without_a_revision_nothing_is_looked_at(django_assert_num_queries):
    record = record_of(function())
    with django_assert_num_queries(1):
        assert mark([record]) == 0


def test_marking_costs_the_same_however_many_rest(django_assert_num_queries):
    costs = []
    for count in (1, 3):
        for n in range(count):
            approved(code=f"{FUNCTION_CODE}.COST{count}{n}.M4")
        Function.objects.update(summary=f"Of {count}.")
        with CaptureQueriesContext(connection) as captured:
            assert mark([record_of(Function.objects.get())]) >= count
        costs.append(len(captured))
    assert len(set(costs)) == 1


def test_the_same_place_is_asked_for_once(django_assert_num_queries):
    canon()
    records = [
        record_of(row) for row in Guideline.objects.select_related("function", "focus", "level").filter(focus=None)
    ]
    with django_assert_num_queries(1 + len(records)):
        assert {record.function for record in rested_on(records)} == {FUNCTION_CODE, OTHER}


def test_an_unrested_row_of_a_canon_with_approved_profiles():
    canon()
    Skill.objects.create(name="Idle")
    assert not resting_on(record_of(Skill.objects.get(folded="idle"))).exists()
    assert proposed(rows()["skill"], type="skill").state == "proposed"
