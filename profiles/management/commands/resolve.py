"""Says which occupations or profiles job titles mean: titles on standard input, JSON lines out."""

import argparse
import json
import sys

from django.core.management.base import BaseCommand, CommandError

from profiles.resolver import KINDS, NotIndexed, Resolver


class Command(BaseCommand):
    help = (
        "Reads job titles, one a line, from standard input and writes a JSON line for each: title, level_hint and "
        "candidates with code, label, score, band and why. Where nothing is near enough the list tells hints only."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--to", choices=KINDS, default="occupations")
        parser.add_argument("--most", type=int, default=5, help="candidates a title")

    def handle(self, *args, **options) -> None:
        try:
            resolver = Resolver(options["to"], most=max(1, options["most"]))
        except NotIndexed as reason:
            raise CommandError(str(reason)) from reason
        for answer in resolver.many(line.strip("\r\n") for line in sys.stdin):
            self.stdout.write(json.dumps(answer.plain(), ensure_ascii=False))
