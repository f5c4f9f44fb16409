"""Makes the frame an app, so that its system checks are found."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "config"
    verbose_name = "Frame"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (importing it registers the checks)
