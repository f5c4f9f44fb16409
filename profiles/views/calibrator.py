"""Which level a job is: seven questions answered in the address, and nothing kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.calibration import QUESTIONS
from profiles.rendering.calibrator import Calibrator

LONGEST = 24  # of a code


@require_safe
def calibrator(request: HttpRequest) -> HttpResponse:
    """Each question by name → code of the level whose words fit; `track`: in whose words; `function`: whose rubric."""
    asked = {name: request.GET.get(name, "")[:LONGEST] for name in (*QUESTIONS, "track", "function")}
    found = Calibrator(asked)
    return render(request, "calibrator/calibrator.html", {"found": found, "area": "levels"})
