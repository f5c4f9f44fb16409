"""Words that are looked for. Lists of our own, kept short: what has a plain meaning at work is left out.

The idea of coded words is that of Gaucher, Friesen & Kay (2011), "Evidence that gendered wording in job advertisements
exists and sustains gender inequality": words that are heard as masculine or feminine colour who feels addressed. Their
lists were made for advertisements and hold "analyse", "lead", "decide", "support" and "trust", which is what the work
of a profile consists of; none of these is here.
"""

import re

# What begins a line and says neither what is done nor what comes of it.
VAGUE = re.compile(
    r"(?:to )?(?:\w+ly )?(?P<verb>supports?|assists?|helps?|participates?|contributes?|facilitates?|ensures?|liaises?"
    r"|collaborates?|promotes?|champions?|enables?|fosters?|drives?|deals? with"
    r"|works? (?:on|with)(?!.* to [a-z])"
    r"|(?:is|are|be) (?:involved|responsible|accountable|engaged|proactive)|(?:has|have) an? (?:\w+ )?understanding"
    r"|understands?|knows?)\b",
    re.IGNORECASE,
)

# Said of anything, and so of nothing.
EMPTY = re.compile(
    r"\b(?P<words>synerg(?:y|ies|istic)|holistic(?:ally)?|world-class|best-in-class|best-of-breed|cutting-edge"
    r"|bleeding-edge|seamless(?:ly)?|thought leader(?:s|ship)?|value-adds?|added-value|paradigms?(?: shift)?"
    r"|game-chang(?:er|ing)|low-hanging fruit|fast-paced|going forward|think(?:s|ing)? outside the box"
    r"|moves? the needle|win-win|leverag(?:es|ing|ed)|passion(?:ate)? (?:for|about)|results-driven)\b",
    re.IGNORECASE,
)

# Words that need an "of what"; with one of these verbs before them and nothing after them they have none.
UNTOLD = re.compile(
    r"\b(?:drives?|driving|delivers?|delivering|creates?|champions?|enables?|achieves?|promotes?|fosters?|aligns?"
    r"|engages?|manages?|supports?|implements?|provides?|shapes?|owns?)(?: [\w’'-]+)?"
    r" (?P<words>best practices?|initiatives|solutions?|strateg(?:y|ies)|excellence|transformation|alignment"
    r"|innovation|outcomes|value|opportunities|objectives|goals|stakeholders|processes)(?=[.,;:!?]|$)",
    re.IGNORECASE,
)

# Word → what says the same to everybody.
CODED = {
    "masculine": re.compile(
        r"\b(?P<words>aggressive(?:ly)?(?! (?:accounting|pricing|tax))|assertive(?:ly)?|dominat(?:e|es|ing)|dominant"
        r"|fearless(?:ly)?|headstrong|ninjas?|rock ?stars?|gurus?|warriors?|hungry|outspoken|self-reliant"
        r"|adventurous|hard-charging|boastful|stubborn(?:ly)? (?:pursu\w+|defend\w+))\b",
        re.IGNORECASE,
    ),
    "feminine": re.compile(
        r"\b(?P<words>nurturing|supportive|compassionate|sympathetic|gentle|cheerful|affectionate"
        r"|submissive|warm-hearted|motherly)\b",
        re.IGNORECASE,
    ),
}
GENDERED = re.compile(
    r"\b(?P<words>he|she|his|hers|her|him|himself|herself|chairm[ae]n|foremen|foreman|manpower|man-?hours?"
    r"|man-?days?|salesm[ae]n|saleswom[ae]n|craftsm[ae]n|businessm[ae]n|spokesm[ae]n|middlem[ae]n|manned)\b",
    re.IGNORECASE,
)
INSTEAD = {
    "chairman": "chair",
    "foreman": "supervisor",
    "manpower": "staff",
    "manned": "staffed",
    "salesman": "salesperson",
    "craftsman": "craftsperson",
    "spokesman": "spokesperson",
}
