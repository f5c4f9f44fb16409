"""Where the index lies: one file an edition, none where nothing is loaded."""

import pytest

from profiles.resolver import NotIndexed, Resolver, corpus
from taxonomy.importers.sources import load
from tests.reference import onet_zip

pytestmark = pytest.mark.django_db


def test_nothing_loaded_is_nothing_to_build(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert (corpus.build(), corpus.index()) == (None, None)
    with pytest.raises(NotIndexed, match="index_titles"):
        Resolver("occupations")


def test_eight_digits_are_taken_together(index):
    assert index.codes == ["11-3051", "51-1011"]
    assert index.labels == ["Industrial Production Managers", "First-Line Supervisors of Production Workers"]
    assert "Geothermal Production Managers" not in index.labels


def test_another_release_asks_for_another_index(index, tmp_path):
    assert corpus.index().spelled == index.spelled
    load("onet", [onet_zip(tmp_path, release="30.2", Alternate_Titles=[("11-3051.00", "Works Chief", "n/a", "08")])])
    assert corpus.index() is None
    assert "Works Chief" in corpus.build().spelled
    assert len(list(tmp_path.glob("titles-*.npz"))) == 1
