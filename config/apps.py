"""Makes the frame an app, so that its system checks are found."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps  # as a module: a class of its would be taken for another app here


class FrameConfig(AppConfig):
    name = "config"
    verbose_name = "Frame"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (importing it registers the checks)
        from .sign_in import log

        log.listen()


class DeskConfig(admin_apps.SimpleAdminConfig):
    """Django's admin with the house's own site, which is furnished with its routes: a command needs nothing of it."""

    default = False
    default_site = "config.site.DeskSite"
