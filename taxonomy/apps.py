"""Django's entry to the ground floor; keeps its triggers alive after every migrate."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TaxonomyConfig(AppConfig):
    name = "taxonomy"
    verbose_name = "Canon"

    def ready(self) -> None:
        from taxonomy.guards import GUARDS
        from taxonomy.triggers import install

        def reinstall(using: str, **_: object) -> None:
            install(GUARDS, using=using)

        post_migrate.connect(reinstall, sender=self, weak=False, dispatch_uid="taxonomy.guards")
