"""Adds what the calendar and the queue stand on, and reads it from what stands on the shelf already."""

import json

import django.db.models.deletion
from django.db import migrations, models

from profiles.ageing import Facts
from profiles.rounding import exact

A_CHUNK = 200


def fill(apps, editor):
    """Use and weakness come with the first `next_edits`."""
    alias = editor.connection.alias
    upkeep = apps.get_model("profiles", "Upkeep")
    rows = apps.get_model("profiles", "Revision").objects.using(alias).filter(state="approved").order_by("pk")
    found = (_row(upkeep, revision) for revision in rows.iterator(chunk_size=A_CHUNK))
    upkeep.objects.using(alias).bulk_create(list(found), batch_size=1000)


def _row(upkeep, revision):
    confidence = None if revision.confidence is None else exact(revision.confidence)
    facts = Facts.of(json.loads(revision.payload), confidence, revision.decided_at.date())
    return upkeep(
        profile_id=revision.profile_id,
        revision_id=revision.pk,
        function_code=revision.function_code,
        confidence=-1 if confidence is None else int(confidence * 1000),
        newest_source=facts.newest_source,
        unsourced=" ".join(facts.unsourced),
        unconfirmed=facts.unconfirmed,
        aliases=facts.aliases,
        decided_on=facts.decided_on,
        due_on=facts.due_on,
        weak_on=facts.weak_on,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0011_checked"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchmiss",
            name="became",
            field=models.ForeignKey(
                blank=True,
                help_text="an alias of this one",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="profiles.profile",
            ),
        ),
        migrations.AddField(
            model_name="searchmiss",
            name="resolutions",
            field=models.PositiveIntegerField(default=0, help_text="how many of them were titles to resolve"),
        ),
        migrations.AlterField(
            model_name="searchmiss",
            name="count",
            field=models.PositiveIntegerField(
                default=1, help_text="searches that found nothing, and titles resolved unsurely"
            ),
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("username", models.CharField(max_length=150)),
                ("month", models.DateField(help_text="its first day")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("username", "month"), name="one_reminder_a_person_a_month")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="its first day")),
                ("views", models.PositiveIntegerField(default=0)),
                ("searches", models.PositiveIntegerField(default=0)),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="profiles.profile"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["month"], name="profile_use_month")],
                "constraints": [models.UniqueConstraint(fields=("profile", "month"), name="one_row_of_use_a_month")],
            },
        ),
        migrations.CreateModel(
            name="Upkeep",
            fields=[
                (
                    "profile",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="upkeep",
                        serialize=False,
                        to="profiles.profile",
                    ),
                ),
                ("function_code", models.CharField(max_length=24)),
                ("confidence", models.SmallIntegerField(help_text="sealed, in thousandths; -1 where it is not scored")),
                ("newest_source", models.DateField(null=True)),
                (
                    "unsourced",
                    models.CharField(blank=True, help_text="layers that no source speaks for", max_length=120),
                ),
                ("unconfirmed", models.PositiveSmallIntegerField(help_text="mappings that no person confirmed")),
                ("aliases", models.PositiveSmallIntegerField()),
                ("decided_on", models.DateField()),
                ("due_on", models.DateField()),
                ("weak_on", models.DateField(help_text="from this day on the confidence of the day is low", null=True)),
                (
                    "use",
                    models.PositiveIntegerField(default=0, help_text="views and searches in the months that count"),
                ),
                ("weakness", models.PositiveSmallIntegerField(default=0, help_text="in hundredths")),
                ("score", models.PositiveBigIntegerField(default=0)),
                (
                    "why",
                    models.TextField(
                        default="[]", help_text="JSON: the parts of the weakness, each [name, weight, reason]"
                    ),
                ),
                ("reckoned_on", models.DateField(null=True)),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="upkeep", to="profiles.revision"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "upkeep",
                "ordering": ["due_on", "profile"],
                "indexes": [
                    models.Index(fields=["due_on", "profile"], name="upkeep_due_on"),
                    models.Index(fields=["function_code", "due_on"], name="upkeep_function_due_on"),
                    models.Index(fields=["-score", "profile"], name="upkeep_score"),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
