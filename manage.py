#!/usr/bin/env python
"""The command line of the project: every management command starts here."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here: run 'make run', or use .venv/bin/python.")
    try:
        settings.DEBUG  # noqa: B018  (reads all settings, so that a wrong one is told in a line)
    except ImproperlyConfigured as fault:
        sys.exit(f"The settings are not right: {fault}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
