"""How profiles are reviewed: anchors, gate, agreement and confidence, with the numbers that are in force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles import scoring
from profiles.anchors import SCALES, SCORES
from profiles.rounding import exact, shown

EXAMPLE = (4, 4.5, 5)


@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    example = scoring.Dimension("", "", tuple(exact(score) for score in EXAMPLE))
    context = {
        "dimensions": [
            (label, SCALES[name].question, list(zip(SCORES, SCALES[name].anchors, strict=True)))
            for name, label in scoring.DIMENSIONS.items()
        ],
        "reviewers": scoring.REVIEWERS_WANTED,
        "least": shown(scoring.PASS, 0),
        "agreement": shown(scoring.AGREEMENT_WANTED, 2),
        "example": [f"{score:g}" for score in EXAMPLE],
        "example_agreement": shown(example.agreement, 2),
        "bands": [(name, shown(least, 2)) for name, least in scoring.BANDS],
        "layers": scoring.LAYERS,
    }
    return render(request, "panel/panel.html", context)
