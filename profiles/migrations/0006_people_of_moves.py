"""Names beside the people who withdrew, proposed to retire and retired: they outlive their accounts, and travel."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

# Column of the person → the move that the trail tells of them.
MOVES = {"withdrawn": "withdraw", "retirement_proposed": "propose retirement", "retired": "retire"}


def name_them(apps, schema_editor) -> None:
    """The trail has had the names all along."""
    Revision, Event = apps.get_model("profiles", "Revision"), apps.get_model("profiles", "Event")
    for column, move in MOVES.items():
        told = Event.objects.filter(revision=OuterRef("pk"), move=move).order_by("-pk").values("by_name")[:1]
        name = Coalesce(Subquery(told), models.Value(""))
        rows = Revision.objects.using(schema_editor.connection.alias).filter(**{f"{column}_at__isnull": False})
        rows.update(**{f"{column}_by_name": name})


class Migration(migrations.Migration):
    dependencies = [("profiles", "0005_list_what_stands")]

    operations = [
        *(
            migrations.AddField("revision", f"{column}_by_name", models.CharField(blank=True, max_length=150))
            for column in MOVES
        ),
        migrations.RunPython(name_them, migrations.RunPython.noop),
    ]
