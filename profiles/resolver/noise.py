"""What a title from somebody's file carries besides the title: numbers, shifts, terms of contract, places of work."""

import re

_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        r"\b(?:requisition|req|job|posting|position|vacancy|ref|id|pos|jr|r|pcn)\W{0,3}(?:id|no|number|nr)?\W{0,3}\d{3,}\b",
        r"#\s*[a-z]*\d[\w-]*",
        r"\b\d{4,}\b",
        r"\$\s*[\d.,]+\s*k?(?:\s*(?:-|to|–)\s*\$?\s*[\d.,]+\s*k?)?(?:\s*(?:/|per|an)\s*(?:hr|hour|yr|year|annum|week|month))?",
        r"\b(?:m/f/d|m/w/d|f/m/d|f/m/x|w/m/d|h/f|m/f|all genders)\b",
        r"\b(?:full|part)[\s-]?time\b|\bper[\s-]diem\b|\bon[\s-]call\b|\b(?:as needed|when actually employed)\b",
        r"\b(?:remote|hybrid|on[\s-]?site|work from home|wfh|telework|in[\s-]office)\b",
        r"\b(?:temp|temporary|seasonal|contract to hire|fixed[\s-]term|freelance|permanent|relief|casual)\b",
        r"\b(?:1st|2nd|3rd|first|second|third|night|nights|evening|evenings|day|weekend|swing|graveyard|rotating)\s+shifts?\b",
        r"\b(?:hourly|salaried|non[\s-]?exempt|exempt|excluded|unclassified|bargaining unit|per cba|union)\b",
        r"\b\d+(?:\.\d+)?\s*(?:hours?|hrs?)\b|\b(?:sign[\s-]on|signing) bonus\b",
        r"\b(?:urgent|immediate|hiring now|now hiring)\b",
        r"\bper arbitrators? award\b|\b(?:in charge|i/c)\b",
    )
]
# After the last comma or dash, or in brackets: places of work say nothing of the work.
_STATES = (
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa "
    "ri sc sd tn tx ut vt va wa wv wi wy dc"
)
_PLACE = re.compile(
    rf"(?:[,(–—-]|\s-)\s*(?:[a-z][a-z. ]{{1,30}},\s*)(?:{'|'.join(_STATES.split())})\b\)?\s*$"
    r"|(?:[,(–—-]|\s-)\s*(?:usa?|u\.s\.a?\.?|uk|emea|apac|north america|europe|united states)\s*\)?\s*$"
)


def without_noise(text: str) -> str:
    """From a folded title; one that is nothing but a place keeps it."""
    for pattern in _PATTERNS:
        text = pattern.sub(" ", text)
    return " ".join(_PLACE.sub(" ", text).split()) or " ".join(text.split())
