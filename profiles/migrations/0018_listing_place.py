"""Roles of other functions are found by their place, in the order of keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0017_order_of_revisions")]

    operations = [
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["state", "track_code", "rank", "key"], name="listing_place"),
        )
    ]
