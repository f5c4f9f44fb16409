"""What the resolver costs those who do not use it."""

import subprocess
import sys


def test_a_process_that_resolves_nothing_does_not_carry_the_index():
    code = (
        "import django, sys; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; "
        "print('profiles.views.resolve' in sys.modules, 'profiles.resolver.index' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.split() == ["True", "False"]
