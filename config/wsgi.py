"""The door for the application server; it stays shut when the settings are dangerous."""

import os

from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SERVING", "1")  # read by the settings: a pool, and bounds on every query
application = get_wsgi_application()
if settings.KEEPS_PAGES:
    from config.kept import Door  # it stands on models, which are there by now

    application = Door(application, settings.KEPT_MEGABYTES * 1024 * 1024)

# A server that imports this module runs no system checks of its own.
if faults := run_checks(tags=["config"]):
    raise ImproperlyConfigured("; ".join(fault.msg for fault in faults))
