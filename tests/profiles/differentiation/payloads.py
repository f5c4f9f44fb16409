"""As much of a payload as a ladder is measured by."""

from typing import Any

from profiles.scoring import DIMENSIONS


def payload(level: str, rank: int, *lines: str, panel: tuple[float, ...] = (), scope: str = "global") -> dict[str, Any]:
    return {
        "key": f"PLANT.LINE.{level}",
        "title": f"Leader {level}",
        "scope": scope,
        "responsibilities": list(lines),
        "panel": [{"panelist": str(n), "scores": dict.fromkeys(DIMENSIONS, score)} for n, score in enumerate(panel)],
        "basis": {
            "focus": {"code": "LINE"},
            "track": {"code": level[0], "name": f"Track {level[0]}", "order": 1},
            "level": {"code": level, "rank": rank},
        },
    }
