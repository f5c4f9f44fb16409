"""Roles of other functions are found by their place, in the order of keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0016_errands")]

    operations = [
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["state", "track_code", "rank", "key"], name="listing_place"),
        )
    ]
