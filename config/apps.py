"""Makes the frame an app, so that its system checks are found."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class FrameConfig(AppConfig):
    name = "config"
    verbose_name = "Frame"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (importing it registers the checks)


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin with the house's own site."""

    default = False
    default_site = "config.site.DeskSite"
