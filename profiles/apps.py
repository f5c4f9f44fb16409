"""Django's entry to the profiles; keeps triggers, the search index and the groups alive after every migrate."""

from django.apps import AppConfig
from django.core.signals import request_finished
from django.db.models.signals import post_migrate


class ProfilesConfig(AppConfig):
    name = "profiles"
    verbose_name = "Profiles"

    def ready(self) -> None:
        from profiles import checks, mail, use  # noqa: F401  importing checks registers them
        from profiles.guards import GUARDS
        from profiles.people import make_groups
        from profiles.search import index_what_stands
        from profiles.workflow import moved
        from taxonomy.importers.sources import loaded
        from taxonomy.triggers import install

        def reinstall(using: str, **_: object) -> None:
            install(GUARDS, using=using)

        post_migrate.connect(reinstall, sender=self, weak=False, dispatch_uid="profiles.guards")
        request_finished.connect(use.write_if_due, dispatch_uid="profiles.use")

        def index_is_stale(sender: str, **_: object) -> str:
            from profiles.resolver import corpus  # nothing of it is carried by a process that loads nothing

            return corpus.on_loaded(sender)

        loaded.connect(index_is_stale, weak=False, dispatch_uid="profiles.resolver")
        moved.connect(mail.on_move, dispatch_uid="profiles.mail")
        post_migrate.connect(index_what_stands, sender=self, weak=False, dispatch_uid="profiles.search")
        post_migrate.connect(make_groups, sender=self, dispatch_uid="profiles.groups")
