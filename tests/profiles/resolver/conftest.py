"""A small release of O*NET, loaded and indexed in a folder of the test's own."""

import pytest

from profiles.resolver import corpus
from taxonomy.importers.sources import load
from tests.reference import onet_zip


@pytest.fixture
def loaded(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    load("onet", [onet_zip(tmp_path)])


@pytest.fixture
def index(loaded):
    return corpus.build()
