"""Makes the tables and fills them from a bundle, in bulk: python -m bench.peers.naive.filling FILE."""

import os
import sys
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from bench.peers.bundle import Canon, confidence

AT_ONCE = 500  # profiles


def fill(path: Path) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.peers.naive.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", run_syncdb=True, verbosity=0)
    canon = Canon.read(path)
    with transaction.atomic():
        _shared(canon)
        numbers, skills, profiles = count(1), {}, canon.profiles()
        while records := list(islice(profiles, AT_ONCE)):
            _profiles(records, numbers, skills)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _shared(canon: Canon) -> None:
    from bench.peers.naive.models import Focus, Function, Guideline, Level, Track

    Track.objects.bulk_create(Track(code=code, name=row["name"]) for code, row in canon.tracks.items())
    tracks = dict(Track.objects.values_list("code", "pk"))
    plain = [field.name for field in Level._meta.fields if field.name not in ("id", "track")]
    Level.objects.bulk_create(
        Level(track_id=tracks[row["track"]], **{name: row.get(name) for name in plain}) for row in canon.levels.values()
    )
    Function.objects.bulk_create(
        Function(code=code, name=row["name"], summary=row["summary"]) for code, row in canon.functions.items()
    )
    functions = dict(Function.objects.values_list("code", "pk"))
    levels = dict(Level.objects.values_list("code", "pk"))
    Focus.objects.bulk_create(
        Focus(function_id=functions[row["function"]], code=code, name=row["name"], summary=row["summary"])
        for code, row in canon.focuses.items()
    )
    texts = ("knowledge", "complexity", "collaboration", "experience")
    Guideline.objects.bulk_create(
        Guideline(function_id=functions[function], level_id=levels[level], **{name: row[name] for name in texts})
        for (function, level), row in canon.guidelines.items()
    )


def _profiles(records: list[dict], numbers: Iterator[int], skills: dict[str, int]) -> None:
    from bench.peers.naive import models

    focuses = dict(models.Focus.objects.values_list("code", "pk"))
    levels = dict(models.Level.objects.values_list("code", "pk"))
    _know_skills(records, skills)
    made: dict[str, list] = {}
    for record, number in zip(records, numbers, strict=False):
        made.setdefault("Profile", []).append(_profile(record, number, focuses, levels))
        for name, row in _belonging(record, skills):
            made.setdefault(name, []).append(getattr(models, name)(profile_id=number, **row))
    for name, rows in made.items():
        getattr(models, name).objects.bulk_create(rows, batch_size=2_000)


def _know_skills(records: list[dict], skills: dict[str, int]) -> None:
    from bench.peers.naive.models import Skill

    names = dict.fromkeys(use["name"] for record in records for use in record["skills"])
    Skill.objects.bulk_create(Skill(name=name) for name in names if name not in skills)
    skills.update(Skill.objects.values_list("name", "pk"))


def _profile(record: dict, number: int, focuses: dict, levels: dict):
    from bench.peers.naive.models import Profile

    _, focus, level = record["code"].split(".")
    score, band = confidence(record)
    place = {"focus_id": focuses[focus], "level_id": levels[level], "band": band, "confidence": score}
    decision = {"approved_at": record["decision"]["at"], "approved_by": record["decision"]["by"]}
    plain = {"title": record["title"], "status": record["status"], "version": record["version"]}
    return Profile(pk=number, key=record["code"], **place, **decision, **plain)


def _belonging(record: dict, skills: dict[str, int]) -> Iterator[tuple[str, dict]]:
    """(model, values) of each row that belongs to a profile."""
    for position, text in enumerate(record["responsibilities"]):
        yield "Responsibility", {"position": position, "text": text}
    for position, use in enumerate(record["skills"]):
        yield "SkillUse", {"position": position, "skill_id": skills[use["name"]], "summary": use["summary"]}
    for source in record["sources"]:
        yield "Source", source | {"layers": ", ".join(source["layers"])}
    for review in record["panel"]:
        for dimension, score in review["scores"].items():
            yield "PanelScore", {"panelist": review["panelist"], "dimension": dimension, "score": score}
    yield "Pay", record["pay"]
    yield from (("Alias", {"name": name}) for name in record["aliases"])
    yield from (("Mapping", mapping) for mapping in record["mappings"])


if __name__ == "__main__":
    fill(Path(sys.argv[1]))
