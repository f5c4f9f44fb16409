"""A small canon in which two words are hit in every way; and what is found in it, told shortly."""

from profiles.search import find
from tests.factories import approved
from tests.pages.canon import key

PLAIN = {"aliases": [], "skills": [], "mappings": []}


def plant_heads() -> None:
    """Level → how “plant head” is in it; the function's name holds “plant” everywhere."""
    written = {
        "M1": {"title": "Line Lead", "responsibilities": ["Stands in for the head of the plant at night"]},
        "M2": {"title": "Shift Lead", "skills": [{"name": "Plant head maintenance", "summary": "On two lines"}]},
        "M3": {"title": "Operations Lead", "aliases": ["Werksleiter", "Head of a plant"]},
        "M4": {"title": "Director of Operations", "aliases": ["Plant Head"]},
        "M5": {"title": "Plant Head of the Region"},
        "M6": {"title": "Plant Head", "mappings": [{"system": "SOC", "code": "11-3051.00", "label": "Managers"}]},
    }
    for level, changes in written.items():
        approved(code=key(level), **(PLAIN | changes))


def level(hit) -> str:
    return hit.revision.key.rpartition(".")[2]


def levels(text: str, **more) -> list[str]:
    return [level(hit) for hit in find(text, **more).hits]
