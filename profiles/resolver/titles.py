"""How a job title from somebody's file is read: what it says, at what level, and what is noise.

A title is folded to plain lower-case words; requisition numbers, places of work, shifts and terms of contract go;
abbreviations are written out; words of seniority become a level hint and are not matched. Words of management
("director", "supervisor") are told as a hint too but stay, since they tell one occupation from another.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 200  # characters of a title that are read

_WORD = re.compile(r"[a-z0-9]+(?:[+#]+(?![a-z0-9]))?")
_APOSTROPHES = str.maketrans("", "", "'’`´")

# -- noise -----------------------------------------------------------------------------------------

_NOISE = [
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
        r"\b\d+(?:\.\d+)?\s*(?:hours?|hrs?)\b|\b(?:sign[\s-]on|signing) bonus\b|\b(?:urgent|immediate|hiring now|now hiring)\b",
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

# -- abbreviations ---------------------------------------------------------------------------------

# As employers write them; where one stands for several things, the one that titles mean most often.
_SHORT = """
    acct accountant; acctg accounting; adm administrator; admin administrative; ag agricultural; anlst analyst;
    ap accounts payable; app application; apps applications; ar accounts receivable; arch architect; asm assembly;
    assoc associate; asst assistant; ast assistant; atty attorney; aud auditor; auto automotive; bd business development;
    bldg building; bus business; cad computer aided design; cdl commercial drivers license;
    ceo chief executive officer; cert certified; cfo chief financial officer; chf chief; chro chief human resources officer;
    cio chief information officer; ciso chief information security officer; clk clerk; cmo chief marketing officer;
    cna certified nursing assistant; cnc computer numerical control; comm communications; comp compensation;
    constr construction; coo chief operating officer; coord coordinator; cpa certified public accountant; crna nurse anesthetist;
    csr customer service representative; cto chief technology officer; ctrl control; cust customer; db database;
    dba database administrator; dent dental; dept department; dep deputy; dev developer; devel development; dir director;
    dist district; distr distribution; dr doctor; drv driver; educ education; ehs environmental health safety;
    elec electrical; elem elementary; emt emergency medical technician; eng engineer; engr engineer; engrg engineering;
    env environmental; equip equipment; er emergency room; evp executive vice president; exec executive; fac facilities;
    fin financial; fsw food service worker; gen general; govt government; gm general manager; gp general practitioner;
    hha home health aide; hosp hospital; hr human resources; hs high school; hvac heating ventilation air conditioning;
    icu intensive care unit; info information; ins insurance; insp inspector; inst instructor; instr instructor;
    intl international; inv inventory; it information technology; lab laboratory; lic licensed; lpn licensed practical nurse;
    lvn licensed vocational nurse; mach machine; maint maintenance; mech mechanic; med medical; mfg manufacturing;
    mgmt management; mgr manager; mktg marketing; mkt marketing; mnt maintenance; mri magnetic resonance imaging;
    mtce maintenance; natl national; np nurse practitioner; nsg nursing; nurs nursing; occ occupational; off officer;
    ofc office; ofcr officer; opr operator; oper operator; ops operations; org organizational;
    ot occupational therapist; pa physician assistant; pct patient care technician; pharm pharmacy; phys physical;
    pm project manager; pr public relations; prin principal; prod production; prof professor; prog program;
    progr programmer; proj project; pt physical therapist; pub public; purch purchasing; qa quality assurance;
    qc quality control; rcpt receptionist; re real estate; rec recreation; recep receptionist; reg regional;
    rehab rehabilitation; rep representative; res research; rn registered nurse; rt respiratory therapist; sched scheduler;
    sci scientist; sec secretary; secy secretary; serv service; slp speech language pathologist; sls sales; soc social;
    spec specialist; spclst specialist; spvr supervisor; stat statistical; sub substitute; sup supervisor; supt superintendent;
    supv supervisor; supvr supervisor; supvsr supervisor; surg surgical; svc service; svcs services; svp senior vice president;
    svs services; swe software engineer; sw social worker; sys systems; tchr teacher; tech technician; telecom telecommunications;
    temp temporary; trans transportation; transp transportation; tv television; ui user interface; univ university;
    util utility; ux user experience; veh vehicle; vet veterinary; vp vice president; whs warehouse; whse warehouse;
    wkr worker; wrhs warehouse
"""
ABBREVIATIONS = {short: tuple(rest) for short, *rest in (entry.split() for entry in _SHORT.split(";"))}

# -- levels ----------------------------------------------------------------------------------------

# Told by the first that fits; the levels are those of the ladder of field.md.
_HINTS = [
    (re.compile(pattern), level)
    for pattern, level in (
        (r"\bassistant (?:to|for)\b", "S3"),
        (r"\bchief (?:\w+ ){1,4}officer\b|^(?:chief executive|president)\b", "E3"),
        (r"\bexecutive vice president\b", "E2"),
        (r"\bsenior vice president\b", "E1"),
        (r"\b(?:assistant|associate|deputy) vice president\b", "M5"),
        (r"\bvice president\b", "M6"),
        (r"\b(?:senior|executive|managing|group|global|regional) director\b", "M5"),
        (r"\b(?:assistant|associate|deputy) director\b", "M3"),
        (r"\bdirector\b|^head of\b|\bgeneral manager\b", "M4"),
        (r"\b(?:assistant|associate|deputy|junior) manager\b", "M1"),
        (r"\bsenior manager\b|\bgroup manager\b|\bregional manager\b", "M3"),
        (
            r"\b(?:account|project|product|program|case|relationship|property|content|community|contract|office) manager\b",
            "",
        ),
        (r"\bmanager\b|\bsuperintendent\b", "M2"),
        (r"\bsupervisor\b|\bsupervising\b|\bforeman\b|\bforewoman\b|\bteam lead(?:er)?\b|\bcrew chief\b", "M1"),
        (r"\bfellow\b", "P7"),
        (r"\bdistinguished\b|\bsenior (?:principal|staff)\b", "P6"),
        (r"\bprincipal (?=\w)|^staff (?!assistant|accountant|nurse|attorney)", "P5"),
        (r"\blead\b", "P4"),
        (r"\bsenior\b|\bexperienced\b", "P3"),
        (r"\b(?:junior|entry level|graduate|trainee|apprentice|early career)\b", "P1"),
        (r"\bintern(?:ship)?\b", "S1"),
    )
]
_STEPS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
_STEP = re.compile(r"\b(?:level |grade |lvl )?(i|ii|iii|iv|v|[1-5])$")
# Words of seniority that say nothing of the work; those that name an occupation when they stand alone are kept there.
_SENIORITY = re.compile(
    r"\b(?:senior|junior|lead|principal(?= \w)|distinguished|entry level|early career|experienced|trainee|intern(?:ship)?)\b"
    r"|^(?:sr|jr|staff) "
)
_HEAD_ENDS = re.compile(r"(?<=\w{4})-|\s+(?:of|for|to|in|at)\s+|\s*[,/(–—:|]\s*|\s+-\s*|-\s+")


@dataclass(frozen=True)
class Title:
    """A title as it was read: words in their order, its head word, and a level hint ("" where it tells none)."""

    raw: str
    words: tuple[str, ...]
    head: str
    level_hint: str

    @property
    def text(self) -> str:
        return " ".join(self.words)


def read(raw: str) -> Title:
    """Reads any text; one that says nothing gives no words."""
    plain = _plain(raw)
    spelled = _written_out(plain)
    hint = _level_hint(spelled)
    kept = _without_seniority(spelled)
    head = _head(kept)
    words = _words(kept)
    return Title(raw, tuple(words), head if head in words else (words[-1] if words else ""), hint)


def _plain(raw: str) -> str:
    """Lower case, no accents, no noise; separators stay, since they tell where the head ends."""
    folded = unicodedata.normalize("NFKD", raw[:LONGEST]).encode("ascii", "ignore").decode()
    text = " ".join(folded.translate(_APOSTROPHES).lower().replace(".", "").replace("_", " ").split())
    for pattern in _NOISE:
        text = pattern.sub(" ", text)
    return " ".join(_PLACE.sub(" ", text).split()) or " ".join(text.split())


def _written_out(text: str) -> str:
    text = re.sub(r"^or\b", "operating room", text)  # anywhere else it is the little word
    text = re.sub(r"\bsr\b", "senior", re.sub(r"\bjr\b", "junior", text))
    return _WORD.sub(lambda m: " ".join(ABBREVIATIONS.get(m[0], (m[0],))), text)


def _level_hint(text: str) -> str:
    told = " ".join(_WORD.findall(text))
    for pattern, level in _HINTS:
        if pattern.search(told):
            if level:
                return level
            break
    step = _STEP.search(told)
    if step and " " in told:
        return f"P{_STEPS[step[1]]}"
    return "P3" if "senior" in told.split() else ""


def _without_seniority(text: str) -> str:
    left = _SENIORITY.sub(" ", text)
    left = re.sub(r"\b(?:level|grade|lvl)?\s*(?:i{1,3}|iv|v|[1-5])\s*$", " ", left)
    left = re.sub(r"\b(?:ii|iii|iv)\b", " ", left)
    return " ".join(left.split()) if _WORD.search(left) else text


def _head(text: str) -> str:
    """The word that says what somebody is: "director" of "director of sales", "clerk" of "payroll clerk - nights"."""
    for part in _HEAD_ENDS.split(text):
        words = _WORD.findall(part)
        if words:
            return words[-1]
    return ""


_IDLE = {"of", "the", "and", "for", "to", "a", "an", "in", "at", "on", "with", "or"}


def _words(text: str) -> list[str]:
    found = _WORD.findall(text)
    return [word for word in dict.fromkeys(found) if word not in _IDLE] or found[:1]


def stem(word: str) -> str:
    """The plural and the ending of the doer off: enough for titles, and the same every time."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ers", "er"), ("ors", "or"), ("ing", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)] + instead
    return word


def read_text(text: str) -> list[str]:
    """The words of a running text (tasks, tools), for counting."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().translate(_APOSTROPHES).lower()
    return [word for word in _WORD.findall(plain) if word not in _IDLE]
