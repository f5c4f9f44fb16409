"""Prints the JSON Schema of a line of a canon bundle, made from the record types."""

import json

from django.core.management.base import BaseCommand

from profiles.records import bundle_schema


class Command(BaseCommand):
    help = "Prints the JSON Schema (2020-12) of a line of canon-bundle/1."
    requires_system_checks = []

    def handle(self, **options) -> None:
        self.stdout.write(json.dumps(bundle_schema(), ensure_ascii=False, indent=2))
