"""What is loaded before the server forks: all that answering needs, so that its processes share it."""

from django.conf import settings
from django.template import engines

from config import server


def test_every_page_of_readers_is_ready(monkeypatch):
    asked = []
    readers = engines["jinja2"]
    get_template = readers.get_template
    monkeypatch.setattr(readers, "get_template", lambda name: asked.append(name) or get_template(name))
    server.load()
    folder = settings.BASE_DIR / "templates" / "readers"
    assert sorted(asked) == sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
