"""Fills listings, mappings, level headings and skill headings for what stands on the shelf already."""

import json
import struct

from django.db import migrations

from profiles import sealing
from profiles.rounding import exact
from profiles.scoring import band
from taxonomy.codes import skill_address
from taxonomy.texts import fold_name

PUBLIC = ("approved", "superseded", "retired")
COPIED = ("key", "state", "function_code", "focus_code", "level_code", "track_code", "scope_code", "rank")
A_CHUNK = 200


def fill(apps, editor):
    revisions = apps.get_model("profiles", "Revision").objects.using(editor.connection.alias)
    book = Book(apps, editor.connection.alias)
    # Every revision has its mappings; headings follow the order of the decisions, so that the last one counts.
    for revision in revisions.order_by("decided_at", "pk").iterator(chunk_size=A_CHUNK):
        book.read(revision, json.loads(revision.payload))
    book.write()


class Book:
    """What is gathered over all revisions, and then written."""

    def __init__(self, apps, using):
        self.apps, self.using = apps, using
        self.mappings, self.levels, self.skills, self.last, self.stands = [], {}, {}, {}, {}
        self.named = {}
        rows = self.of("RevisionSkill").order_by("pk").values_list("revision", "skill")
        for revision, skill in rows.iterator():
            self.named.setdefault(revision, []).append(skill)

    def of(self, name):
        return self.apps.get_model("profiles", name).objects.using(self.using)

    def read(self, revision, payload):
        labels = {(m["system"], m["code"]): m.get("label", "")[:300] for m in payload["mappings"]}
        self.mappings += [(revision.pk, system, code, label) for (system, code), label in labels.items()]
        if revision.state not in PUBLIC:
            return
        level = payload["basis"]["level"]
        self.levels[level["code"]] = (payload["basis"]["track"]["code"], level)
        for skill, use in zip(self.named.get(revision.pk, ()), payload["skills"], strict=True):
            folded = fold_name(use["name"])
            self.skills[skill_address(folded)] = (skill, use["name"], folded, use["type"])
            self.last[skill] = skill_address(folded)
        if revision.state != "superseded":
            other = self.stands.get(revision.profile_id)
            if other is None or _precedence(revision) > _precedence(other):
                revision.payload = ""
                self.stands[revision.profile_id] = revision

    def write(self):
        model = self.apps.get_model
        mapping, heading = model("profiles", "RevisionMapping"), model("profiles", "Heading")
        skill_heading, listing = model("profiles", "SkillHeading"), model("profiles", "Listing")
        names = ("revision_id", "system", "code", "label")
        self.of("RevisionMapping").bulk_create(
            (mapping(**dict(zip(names, row, strict=True))) for row in self.mappings), batch_size=1000
        )
        self.of("Heading").bulk_create(
            heading(kind="level", code=code, parent=track, name=level["title"], text=sealing.canonical(level))
            for code, (track, level) in self.levels.items()
        )
        self.of("SkillHeading").bulk_create(
            skill_heading(
                address=address,
                skill_id=skill,
                name=name,
                folded=folded,
                type=kind,
                current=self.last[skill] == address,
            )
            for address, (skill, name, folded, kind) in self.skills.items()
        )
        self.of("Listing").bulk_create(
            (listing(**_listing(row, self.named.get(row.pk, ()))) for row in self.stands.values()), batch_size=1000
        )


def _precedence(revision):
    return revision.state == "approved", revision.number


def _listing(revision, skills):
    confidence = None if revision.confidence is None else exact(revision.confidence)
    return {name: getattr(revision, name) for name in COPIED} | {
        "revision_id": revision.pk,
        "profile_id": revision.profile_id,
        "band": band(confidence) or "unscored",
        "confidence": -1 if confidence is None else int(confidence * 1000),
        "folded_title": fold_name(revision.title)[:120],
        "approved_at": revision.decided_at,
        "skills": struct.pack(f"<{len(skills)}I", *skills),
    }


class Migration(migrations.Migration):
    dependencies = [("profiles", "0004_listings")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
