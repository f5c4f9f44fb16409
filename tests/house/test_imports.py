"""Who may import whom: the contracts in pyproject.toml are kept."""

import subprocess
import sys

from django.conf import settings

RUN = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def test_the_contracts_are_kept():
    done = subprocess.run([sys.executable, "-c", RUN], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
