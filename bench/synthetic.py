"""Deterministic synthetic canons of any size: full documents, in the bundle format, the same bytes every time."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from taxonomy.codes import focus_code, function_code

LADDER = Path(__file__).resolve().parents[1] / "profiles" / "sample" / "ladder.jsonl"
LEVELS = ("P1", "P2", "P3", "P4", "P5", "M1", "M2", "M3", "M4", "M5")
FOCUSES_A_FUNCTION = 10

FIELDS = [
    "Audit",
    "Billing",
    "Claims",
    "Design",
    "Energy",
    "Fleet",
    "Grid",
    "Health",
    "Imaging",
    "Logistics",
    "Metals",
    "Networks",
    "Optics",
    "Payments",
]
FIELDS += [
    "Quality",
    "Research",
    "Safety",
    "Tooling",
    "Utilities",
    "Video",
    "Water",
    "Yield",
    "Assurance",
    "Brewing",
    "Casting",
    "Drilling",
]
VERBS = [
    "Plans",
    "Owns",
    "Reviews",
    "Builds",
    "Measures",
    "Agrees",
    "Decides",
    "Prepares",
    "Coaches",
    "Settles",
    "Traces",
    "Audits",
    "Designs",
]
THINGS = "the weekly schedule,the defect list,the supplier file,the cost model,the test bench,the rota,the handbook"
THINGS = [*THINGS.split(","), "the risk register", "the change board", "the data contract", "the yearly plan"]
MEANS = "with the ERP,from control charts,in the ticket system,at the monthly review,with two teams,across three sites"
ENDS = "so that orders leave on time,before the audit,to a cost target,without rework,within the agreed budget"
SKILLS = [f"{a} {b}" for a in FIELDS for b in ("Analysis", "Planning", "Control", "Modelling", "Operations")]
DIMENSIONS = ("level_differentiation", "focus_specificity", "concreteness", "factual_accuracy", "real_world_coverage")
LAYERS = ("summary", "responsibilities", "guidelines", "skills", "pay", "mappings", "level")


def write(path: Path, profiles: int) -> None:
    """A bundle with this many approved profiles."""
    with path.open("w", encoding="utf-8") as stream:
        for record in records(profiles):
            stream.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


def records(profiles: int) -> Iterator[dict]:
    yield from map(json.loads, LADDER.read_text(encoding="utf-8").splitlines())
    focuses = -(-profiles // len(LEVELS))
    functions = -(-focuses // FOCUSES_A_FUNCTION)
    codes = _functions(functions)
    yield from ({"kind": "function", "code": code, "name": name, "summary": _sentence(code)} for code, name in codes)
    named = list(_focuses(codes, focuses))
    for function, focus, name in named:
        yield {"kind": "focus", "code": focus, "function": function, "name": name, "summary": _sentence(focus)}
    for code, _ in codes:
        for level in LEVELS:
            texts = {k: _sentence(code + level + k) for k in ("knowledge", "complexity", "collaboration")}
            yield {"kind": "guideline", "function": code, "level": level} | texts | {"experience": "3–5 years"}
    places = ((f, c, n, level) for f, c, n in named for level in LEVELS)
    for place, _ in zip(places, range(profiles), strict=False):
        yield _profile(*place)


def _functions(count: int) -> list[tuple[str, str]]:
    taken: set[str] = set()
    found = []
    for n in range(count):
        name = f"{FIELDS[n % len(FIELDS)]} {FIELDS[(n // len(FIELDS)) % len(FIELDS)]} {n}"
        code = function_code(name, taken)
        taken.add(code)
        found.append((code, name))
    return found


def _focuses(functions: list[tuple[str, str]], count: int) -> Iterator[tuple[str, str, str]]:
    """(function code, focus code, focus name)"""
    taken: set[str] = set()
    for n in range(count):
        function, above = functions[n // FOCUSES_A_FUNCTION]
        name = f"{n:06d} {FIELDS[n % len(FIELDS)]}"
        code = focus_code(above, name, taken)
        taken.add(code)
        yield function, code, name


def _pick(text: str) -> random.Random:
    return random.Random(text)


def _sentence(seed: str) -> str:
    dice = _pick(seed)
    means, ends = dice.choice(MEANS.split(",")), dice.choice(ENDS.split(","))
    return f"{dice.choice(VERBS)} {dice.choice(THINGS)} {means} for {seed}, {ends}."


def _profile(function: str, focus: str, name: str, level: str) -> dict:
    key = f"{function}.{focus}.{level}"
    dice = _pick(key)
    median = 50_000 + 15_000 * LEVELS.index(level) % 90_000 + dice.randrange(0, 9) * 1_000
    return {
        "kind": "profile",
        "code": key,
        "version": 1,
        "status": "approved",
        "title": f"{name} — {level}",
        "responsibilities": [_sentence(f"{key} {n}") for n in range(6)],
        "skills": [{"name": s, "summary": _sentence(f"{key} {s}")} for s in dice.sample(SKILLS, 13)],
        "pay": {
            **{"currency": "USD", "median": median, "low": median - 20_000, "high": median + 30_000},
            **{"basis": "P25–P75", "region": "US", "source": "synthetic", "as_of": "2026-05"},
        },
        "aliases": [f"{name} {word} {level}" for word in ("lead", "specialist", "partner")],
        "mappings": [
            {"system": "O*NET/SOC", "code": f"{dice.choice(('11', '13', '15'))}-{dice.randrange(1000, 9999)}"}
        ],
        "sources": [_source(key, n) for n in range(5)],
        "panel": [_review(name, dice) for name in ("Panellist A", "Panellist B")],
        "produced_by": "bench",
        "decision": {"by": "bench", "at": "2026-10-01T09:00:00Z"},
    }


def _source(key: str, n: int) -> dict:
    return {
        **{"title": f"Source {n} of {key}", "url": f"https://example.org/{key}/{n}", "publisher": "Example"},
        **{"retrieved": "2026-09-01", "licence": "CC BY 4.0", "layers": list(LAYERS[n::5])},
    }


def _review(name: str, dice: random.Random) -> dict:
    scores = {dimension: dice.choice((4, 4.5, 5)) for dimension in DIMENSIONS}
    return {"panelist": name, "scores": scores, "comment": _sentence(name), "at": "2026-09-14T10:00:00Z"}
