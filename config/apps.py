"""Makes the frame an app, so that its system checks are found."""

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin import apps as admin_apps


class FrameConfig(AppConfig):
    name = "config"
    verbose_name = "Frame"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (importing it registers the checks)
        from .sign_in import log

        log.listen()
        _settings_alone()


def _settings_alone() -> None:
    """Providers stand in the settings, addresses with the accounts: allauth's own tables are no part of the desk."""
    from allauth.account.models import EmailAddress
    from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken

    for model in (EmailAddress, SocialAccount, SocialApp, SocialToken):
        if admin.site.is_registered(model):
            admin.site.unregister(model)


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin with the house's own site."""

    default = False
    default_site = "config.site.DeskSite"
