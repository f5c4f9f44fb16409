"""The seed's page told as a bundle: its codes, figures and structure, in sentences of our own."""

import json
from pathlib import Path
from typing import Any

FUNCTION, FOCUS = "MANUFA", "MANUFACTF950"
FUNCTION_NAME, FOCUS_NAME = "Manufacturing Operations", "Manufacturing Management / Operations Leadership"
KEY = f"{FUNCTION}.{FOCUS}.M4"
TITLE = f"{FOCUS_NAME} — M4"
DEFINITION = (
    "Heads people who make things: a shift first, a plant later, several plants at last. It decides what is made, by "
    "whom and at what cost; how it is made is engineered elsewhere, and whether it is good is judged elsewhere."
)

LEVELS = {
    # code: title, rank, least and most years, median, low, high
    "M1": ("Supervisor", 4, 3, 6, 88_000, 70_000, 104_000),
    "M2": ("Manager", 5, 5, 8, 112_000, 90_000, 131_000),
    "M3": ("Senior Manager", 6, 8, 12, 131_000, 104_000, 163_000),
    "M4": ("Director", 7, 10, 15, 164_000, 129_000, 209_000),
    "M5": ("Senior Director", 8, 12, 18, 199_000, 158_000, 251_000),
    "M6": ("Vice President", 9, 15, 25, None, None, None),
}
SUMMARY = "Heads one area of the company and answers for where it is going."
ATTRIBUTES = {
    "scope": "One area with everything in it",
    "autonomy": "Draws up the area's plan and its budget",
    "complexity": "Aims that pull in different directions across areas",
    "impact": "What the whole area delivers",
    "decision_rights": "Final word on plan, money and structure of the area",
    "leadership": "Heads those who head others",
}
RESPONSIBILITIES = {
    "M1": [
        "Puts twelve people on three stations at six in the morning and re-plans when one is ill",
        "Opens each shift with five minutes on the last near miss",
        "Reads cycle time and scrap from the line screen every hour and calls maintenance by the second stop",
        "Signs new people off on a station when they have run it alone for a week",
        "Agrees tomorrow's material with the planner before going home",
    ],
    "M2": [
        "Runs four supervisors and settles with planning which orders the week can hold",
        "Calls quality, logistics and maintenance together when a fault has come back for the third time",
        "Chooses fixtures and hand tools with the engineers and tries them on one station first",
        "Answers for output, scrap and injuries of the unit and stops a line that runs out of its limits",
        "Hires for the unit, reviews it twice a year and hears the first step of a grievance",
    ],
    "M3": [
        "Heads a department of 140 people and the money it spends",
        "Finds in twelve weeks of reports the two losses that a project could end, and staffs it",
        "Decides how production is tracked and which paper forms end",
        "Drafts next year's budget for material, overtime and training and explains each variance",
        "Shows inspectors the department and decides the last warning in a discipline case",
    ],
    "M4": [
        "Holds production, maintenance and the warehouse of one plant to one plan of output, safety and cost",
        "Rewrites an operating rule before it costs a customer an order",
        "Spends the plant's yearly budget and argues for a press at eight hundred thousand dollars",
        "Sits across from the union when the works agreement is renewed",
        "Has pumps repaired before they fail by reading their vibration, and names a second for each key person",
    ],
    "M5": [
        "Has six plants run to one model through their six directors",
        "Writes the methods that the whole division is measured by",
        "Spreads forty million dollars of capital over sites and shows the CFO a year later what came back",
        "Leads the inquiry after a severe accident on any site and answers to the authorities",
        "Appoints plant directors and keeps two successors ready for each",
    ],
}
COLUMNS = ("knowledge", "complexity", "collaboration", "experience")
GUIDELINES = {
    "M1": ("Knows one line by heart.", "Settles what the instructions foresee.", "Works with the crew.", "1–2 years"),
    "M2": ("Knows every station of a unit.", "Weighs known answers.", "Settles it with two peers.", "2–5 years"),
    "M3": ("Knows how departments hang together.", "Reads trends.", "Speaks for the department.", "5–7+ years"),
    "M4": ("Turns the business plan into rules.", "Decides between areas.", "Bargains and mediates.", "8–10+ years"),
    "M5": ("Sets the method of a division.", "Solves across plants.", "Convinces the board.", "10–12+ years"),
}
SKILLS = {
    "Management of Personnel Resources": "Chooses, reviews and lets go the heads of three departments",
    "P&L Management": "Explains by how much the plant missed or beat its month, and why",
    "Capital and Automation Planning": "Reckons the return of a robot cell before asking for it",
    "Operational Excellence": "Makes five improvement habits one",
    "Lean Six Sigma": "Picks which loss is worth a project of three months",
    "Continuous Improvement": "Keeps an hour a week free for it in every team",
    "Safety and Regulatory Compliance": "Signs the injury log and means it",
    "KPI / Data-Driven Decision Making": "Runs the plant on nine measures",
    "Statistical Analysis / SPC": "Asks for capability where others show an average",
    "Equipment Selection": "Chooses between vendors by cost over ten years",
    "Coordination": "Fits a shutdown, a launch and a peak into one month",
    "Monitoring": "Walks one area a day and compares it with the screen",
    "Critical Thinking": "Looks for the plan's weakest assumption first",
}
TOOLS = {
    "SAP": "Prepares the monthly review from order and stock reports",
    "CMMS / Plant Management Software": "Follows what share of repairs was planned",
    "Power BI / Tableau": "Owns what the plant's scoreboard shows",
}
SOURCES = [
    ("Occupational profile 11-3051", ["summary", "responsibilities"]),
    ("Wage survey of the year", ["pay"]),
    ("Outlook for production managers", ["summary"]),
    ("Classification of occupations", ["mappings"]),
    ("How work is graded", ["level", "guidelines"]),
    ("Quality management, requirements", ["responsibilities"]),
    ("Safety at work, requirements", ["skills"]),
    ("Mediation in the works", ["responsibilities"]),
    ("Manufacturing extension", ["skills"]),
]
SCORES = {
    "level_differentiation": 5.0,
    "focus_specificity": 4.5,
    "concreteness": 4.5,
    "factual_accuracy": 5.0,
    "real_world_coverage": 4.5,
}
BASELINE = 148_000  # of the function at M4, so that 164 stands 10.8 % above it


def pay(median: int, low: int, high: int) -> dict[str, Any]:
    return {"currency": "USD", "median": median, "low": low, "high": high, "basis": "P25–P75", "region": "US"}


def level(code: str, title: str, rank: int, least: int, most: int) -> dict[str, Any]:
    own = {"summary": SUMMARY} | ATTRIBUTES if code == "M4" else {}
    place = {"code": code, "track": "M", "step": int(code[1:]), "rank": rank, "title": title}
    return {"kind": "level"} | place | own | {"years_min": least, "years_max": most}


def profile(code: str) -> dict[str, Any]:
    """Title from the focus, definition from the focus, aliases empty: as the seed has it."""
    uses = [{"name": name, "summary": use} for name, use in SKILLS.items()]
    tools = [{"name": name, "type": "tool", "summary": use} for name, use in TOOLS.items()]
    return {
        "kind": "profile",
        "code": f"{FUNCTION}.{FOCUS}.{code}",
        "title": f"{FOCUS_NAME} — {code}",
        "responsibilities": RESPONSIBILITIES[code],
        "skills": uses + tools,
        "pay": pay(*LEVELS[code][4:]),
        "mappings": [{"system": "O*NET/SOC", "code": "11-3051", "source": "factory.resolve"}],
        "sources": [
            {"title": title, "url": f"https://example.org/{number}", "layers": layers}
            for number, (title, layers) in enumerate(SOURCES)
        ],
        "panel": [{"panelist": name, "scores": SCORES, "comment": f"{name} agrees."} for name in ("Rita", "Ravi")],
    }


def records() -> list[dict[str, Any]]:
    texts = {code: dict(zip(COLUMNS, row, strict=True)) for code, row in GUIDELINES.items()}
    return [
        {"kind": "canon", "format": "canon-bundle/1", "title": "The seed"},
        {"kind": "track", "code": "M", "name": "Management", "order": 3},
        *(level(code, *row[:4]) for code, row in LEVELS.items()),
        {"kind": "function", "code": FUNCTION, "name": FUNCTION_NAME, "summary": "Makes what is sold."},
        {"kind": "focus", "code": FOCUS, "function": FUNCTION, "name": FOCUS_NAME, "summary": DEFINITION},
        *({"kind": "guideline", "function": FUNCTION, "level": code} | row for code, row in texts.items()),
        {"kind": "pay", "function": FUNCTION, "level": "M4"} | pay(BASELINE, 120_000, 180_000),
        *(profile(code) for code in RESPONSIBILITIES),
    ]


def write(folder: Path) -> Path:
    """The bundle as a file."""
    file = folder / "seed.jsonl"
    file.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records()), encoding="utf-8")
    return file
