"""Codes: the worked example, folding to ASCII, taken codes, shapes."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy import codes
from taxonomy.texts import fold_name

MANUFACTURING = ("Manufacturing Operations", "Manufacturing Management / Operations Leadership")


def test_the_worked_example_of_the_field():
    function = codes.function_code(MANUFACTURING[0])
    focus = codes.focus_code(*MANUFACTURING)
    assert codes.make_key(function, focus, "M4") == "MANUFA.MANUFACTF950.M4"


def test_a_function_code_is_the_first_six_letters_or_digits():
    assert codes.function_code("R & D – 24/7 Labs") == "RD247L"


def test_a_short_name_gives_a_short_code():
    assert codes.function_code("IT") == "IT"
    assert codes.focus_code("IT", "AI")[:-4] == "AI"


def test_a_taken_function_code_gets_the_first_free_numeral():
    assert codes.function_code("Compensation", {"COMPEN"}) == "COMPEN1"
    assert codes.function_code("Compensation", {"COMPEN", "COMPEN1", "COMPEN3"}) == "COMPEN2"


def test_a_taken_focus_code_gets_the_next_two_hex_digits():
    digest = hashlib.sha1(b"sales-key-accounts").hexdigest().upper()
    assert codes.focus_code("Sales", "Key Accounts") == f"KEYACCOU{digest[:4]}"
    taken = {f"KEYACCOU{digest[:4]}", f"KEYACCOU{digest[:6]}"}
    assert codes.focus_code("Sales", "Key Accounts", taken) == f"KEYACCOU{digest[:8]}"


def test_a_focus_whose_every_code_is_taken_is_refused():
    class Everything:
        def __contains__(self, code):
            return True

    with pytest.raises(ValueError, match="every code for “Key Accounts” in “Sales” is taken"):
        codes.focus_code("Sales", "Key Accounts", Everything())


def test_a_focus_named_as_its_function_is_hashed_from_the_one_name():
    digest = hashlib.sha1(b"legal").hexdigest().upper()
    assert codes.focus_code("Legal", "Legal") == f"LEGAL{digest[:4]}"


def test_the_slug_is_cut_at_sixty_characters():
    long = "A very long name of a function that goes on and on and on"
    tail_differs = [codes.focus_code(long, f"Tail {end}") for end in ("one", "two")]
    assert {code.removeprefix("TAILONE").removeprefix("TAILTWO") for code in tail_differs} == {tail_differs[0][-4:]}


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Größe & Co.", "GROSSECO"),
        ("Économie", "ECONOMIE"),
        ("ﬁnance", "FINANCE"),  # one ligature, two letters
        ("Ｆｕｌｌ", "FULL"),  # full width
        ("H₂O", "H2O"),
        ("Ⅳ", "IV"),
        ("漢字", ""),
        ("", ""),
    ],
)
def test_names_are_folded_to_ascii_first(name, folded):
    assert codes.fold(name) == folded


def test_a_name_without_any_ascii_letter_still_has_a_code():
    assert codes.function_code("漢字") == "X"
    assert codes.function_code("漢字", {"X"}) == "X1"
    assert re.fullmatch("[0-9A-F]{4}", codes.focus_code("漢字", "仮名"))


@given(st.text(max_size=80), st.text(max_size=80))
def test_every_name_gives_codes_of_the_shape(function, focus):
    assert re.fullmatch(codes.FUNCTION_CODE, codes.function_code(function))
    assert re.fullmatch(codes.FOCUS_CODE, codes.focus_code(function, focus))


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(name):
    assert codes.fold(codes.fold(name)) == codes.fold(name)


def test_a_key_names_its_scope_unless_it_is_global():
    assert codes.make_key("SALES", "KEYACCOU1234", "P3") == "SALES.KEYACCOU1234.P3"
    assert codes.make_key("SALES", "KEYACCOU1234", "P3", "DE-BY") == "SALES.KEYACCOU1234.P3@DE-BY"


def test_a_key_reads_back_into_its_parts():
    match = codes.KEY.fullmatch("SALES.KEYACCOU1234.P3@DE-BY")
    assert match.groupdict() == {"function": "SALES", "focus": "KEYACCOU1234", "level": "P3", "scope": "DE-BY"}


@pytest.mark.parametrize(
    "key", ["", "SALES", "SALES.KEY", "SALES.KEY.3", "sales.key.p3", "SALES.KEY.P3@", "SALES.KEY.P3@D", "A.B.C1.D1"]
)
def test_what_is_no_key_does_not_read(key):
    assert codes.KEY.fullmatch(key) is None


# -- addresses of skills -----------------------------------------------------------------------------


def test_a_plain_name_is_its_own_address():
    assert [codes.skill_address(name) for name in ("power bi", "c", "sap_r3")] == ["power-bi", "c", "sap_r3"]


def test_what_a_slug_would_lose_is_told_by_a_digest():
    names = (
        "c",
        "c++",
        "c#",
        "c sharp",
        "front-end",
        "front end",
        "qualität",
        "qualitat",
        "数据",
        "分析",
        "+",
        "a" * 80,
    )
    addresses = [codes.skill_address(name) for name in names]
    assert len(set(addresses)) == len(names)
    assert codes.skill_address("c++") == "c-plus-plus-" + hashlib.sha1(b"c++").hexdigest()[:6]
    assert codes.skill_address("c#").startswith("c-sharp-")


@given(st.text(min_size=1, max_size=400).map(fold_name), st.text(min_size=1, max_size=400).map(fold_name))
def test_other_names_have_other_addresses_and_all_fit_the_route(a, b):
    address = codes.skill_address(a)
    assert re.fullmatch(codes.SKILL_ADDRESS, address)
    assert (address == codes.skill_address(b)) == (a == b)
