"""What a score of the panel means: for each dimension a question, and a written text for every whole score."""

from dataclasses import dataclass

SCORES = (1, 2, 3, 4, 5)
STEPS = tuple(n / 2 for n in range(2, 11))  # 1, 1.5 … 5: a half lies between two anchors


@dataclass(frozen=True)
class Scale:
    """One dimension as it is put to a reviewer; `anchors` are the texts for 1 to 5."""

    question: str
    anchors: tuple[str, str, str, str, str]

    def at(self, score: float) -> str:
        """The text that a score is anchored to; "" for a half, which lies between two."""
        return self.anchors[int(score) - 1] if score == int(score) else ""


SCALES: dict[str, Scale] = {
    "level_differentiation": Scale(
        "Could you tell from the text alone which level it is, and not the one above or below?",
        (
            "Nothing in it belongs to this level; it would pass for any job of the track.",
            "The size of the job shows only in words such as “senior” or “leads”; the neighbours read the same.",
            "Some lines fit this level alone, about as many stand at a neighbouring level almost word for word.",
            "Scope, decisions and reach are those of this level; a line or two could move one level up or down.",
            "Every line is placed by what is decided, for whom and how far; no neighbour could claim it.",
        ),
    ),
    "focus_specificity": Scale(
        "Is this the work of this focus, or could it be said of any focus of the function?",
        (
            "It describes the function at large; the focus is in the title only.",
            "The focus is named here and there, the tasks are those of its siblings.",
            "The main tasks belong to the focus, skills and the rest are common to the whole function.",
            "Tasks, skills and terms are those of the focus; a few lines would fit a sibling as well.",
            "Somebody from a sibling focus would see at once that it is not their job, and why.",
        ),
    ),
    "concreteness": Scale(
        "Does it say what is really done, with what, and to what end?",
        (
            "Good intentions and adjectives; nobody could be seen doing it.",
            "Activities without an object: “supports”, “drives”, “ensures”, and no word of what comes of it.",
            "Tasks can be pictured, but their size, their tools or their results are mostly missing.",
            "Nearly every line names an object and a result, many name a tool, an amount or a rhythm.",
            "Each line could be checked on a working day: what is done, on what scale, with what outcome.",
        ),
    ),
    "factual_accuracy": Scale(
        "Is it true, and do the sources, titles, codes and figures bear it out?",
        (
            "It contradicts its own sources, or what everybody in the trade knows.",
            "Several statements are wrong or out of date; a reader would be misled.",
            "Broadly right; some statements cannot be traced to a source or are imprecise.",
            "I found no error that matters; small points could be more exact.",
            "I checked what can be checked against the sources, and all of it holds.",
        ),
    ),
    "real_world_coverage": Scale(
        "Would people who hold this job find their work in it, the dull parts included?",
        (
            "What fills most of the week is missing, or the text describes another job.",
            "One side of the job is told; duties that every employer expects are left out.",
            "The usual duties are there; an important variant or a recurring burden is missing.",
            "People in the job would nod and add a remark; no duty that matters is missing.",
            "Holds across employers and sectors, exceptions are named, nothing is in it for show.",
        ),
    ),
}
