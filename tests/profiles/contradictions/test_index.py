"""What an index of the whole canon tells of each text: hand-made canons of three or four."""

from collections import Counter

from profiles.contradictions import Beside, Index, Places
from profiles.contradictions.texts import BULLET, SUMMARY
from tests.factories import payload

LONG = "Plans shifts and overtime for six lines"


def text(focus: str = "A", level: str = "M4", rank: int = 7, scope: str = "global", **changes):
    """A text of a focus at a level, with nothing in it that another has."""
    own = f"{focus} {level} {scope}"
    basis = payload()["basis"]
    basis |= {"focus": {"code": focus, "name": f"Focus {focus}", "summary": ""}}
    basis |= {"level": basis["level"] | {"code": level, "rank": rank}}
    empty = {"responsibilities": [], "summary": "", "skills": [], "aliases": [], "mappings": [], "scope": scope}
    key = f"PLANTO.{focus}.{level}" + ("" if scope == "global" else f"@{scope}")
    return payload(title=f"Title {own}", key=key, basis=basis, **(empty | changes))


def pay(median: int) -> dict:
    return {"own": {"currency": "USD", "median": median}, "function": None, "level": None}


def noted(*texts, pays=()) -> Index:
    index = Index()
    for n, one in enumerate(texts):
        index.note(one, pays[n] if pays else None)
    return index


def test_equal_texts_are_found_in_other_profiles_and_not_in_other_scopes():
    one = text(responsibilities=[LONG, "Coaches."], summary="Runs one whole plant well.")
    others = [text("B", responsibilities=[LONG.upper() + "."]), text("C", responsibilities=["Coaches.", LONG])]
    scoped = text(scope="DE", responsibilities=[LONG], summary="Runs one whole plant well.")
    around = noted(one, *others, scoped).around(one, None)
    # "Coaches." stands in two as well, but a word or three are alike without anybody having copied them.
    assert around.elsewhere == {(BULLET, LONG.casefold()): Places(("PLANTO.B.M4", "PLANTO.C.M4"), 2)}
    assert (SUMMARY, "runs one whole plant well") not in around.elsewhere


def test_more_than_three_places_are_counted():
    texts = [text(focus, responsibilities=[LONG]) for focus in "ABCDEF"]
    places = noted(*texts).around(texts[5], None).elsewhere[BULLET, LONG.casefold()]
    assert places == Places(("PLANTO.A.M4", "PLANTO.B.M4", "PLANTO.C.M4"), 5)


def test_an_alias_meets_titles_and_aliases_of_others():
    alias = {"title": "Plant Head", "locale": "", "source": ""}
    one, two = text(aliases=[alias]), text("B", aliases=[alias | {"title": "PLANT head"}])
    three = text("C") | {"title": "Plant head"}
    found = noted(one, two, three).around(one, None).captions
    assert found == {"plant head": Places(("PLANTO.B.M4", "PLANTO.C.M4"), 2)}


def test_the_levels_beside_it_with_their_pay():
    low = text(level="M3", rank=6)
    one, other = text(), text("B", level="M3", rank=6)
    around = noted(low, one, other, pays=[pay(90), pay(80), pay(10)]).around(one, pay(80))
    assert around.beside == (Beside("M3", 6, 90, "USD"),)


def test_mappings_of_the_function_without_its_own():
    mapped = [{"system": "O*NET/SOC", "code": code} for code in ("11-1021.00", "51-1011.00")]
    one, two = text(mappings=mapped[:1]), text("B", mappings=mapped)
    index = noted(one, two)
    assert index.around(one, None).majors == Counter({"11": 1, "51": 1})
    assert index.pairs == {("O*NET/SOC", "11-1021.00"), ("O*NET/SOC", "51-1011.00")}


def test_names_and_spellings_are_those_of_all():
    skills = [{"name": "Labor law", "type": "skill", "summary": ""}]
    texts = [text(focus, skills=[skills[0] | {"name": "Labour law"}]) for focus in "AB"]
    index = noted(*texts, one := text("C", skills=skills))
    index.called(["Focus E"])
    around = index.around(one, None)
    assert around.spellings == {"Labor law": ("Labour law", 2)}
    assert "Focus B" in around.names
    assert "Focus E" in around.names
    assert "Focus D" not in around.names
