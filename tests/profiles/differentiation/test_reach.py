"""Words of scope in lines: the usual and the widest size, and who reaches beyond whom."""

from profiles.differentiation.reach import reach_of

SHIFT, UNIT, DEPARTMENT, PLANT, SITES, COMPANY = range(6)


def test_each_line_counts_by_its_widest_word():
    lines = [
        "Leads a crew on one shift",
        "Runs a department and its teams",
        "Owns the plant's budget",
        "Trains newcomers",
    ]
    assert reach_of(lines).sizes == (SHIFT, DEPARTMENT, PLANT)
    assert reach_of(lines).told == "a department"


def test_several_of_one_size_make_the_next_and_a_business_unit_is_no_unit():
    assert reach_of(
        ["shifts", "teams", "departments", "plants", "a business unit", "company-wide", "organisation"]
    ).sizes == (*(UNIT, DEPARTMENT, PLANT, SITES, SITES, COMPANY, COMPANY),)


def test_one_line_tells_no_reach():
    reach = reach_of(["Reports to the plant manager", "Trains newcomers"])
    assert (reach.middle, reach.widest, reach.told) == (None, PLANT, "")


def test_one_reaches_beyond_another_usually_and_at_its_widest():
    plant, unit = reach_of(["the plant", "one plant"]), reach_of(["a unit", "his unit"])
    mentions = reach_of(["a unit", "her unit", "speaks to the board of the company"])
    assert [plant.beyond(unit), unit.beyond(plant), plant.beyond(mentions), plant.beyond(plant)] == [
        True,
        False,
        False,
        False,
    ]
    assert plant.beyond(reach_of([])) is False
