"""The language of readers' templates: what is compiled stays for the next start, and is never what a page hangs on."""

import shutil

from django.template import engines

from profiles.templatetags.environment import Compiled, compiled, environment

NAME = "components/legend.html"


def made(settings, folder):
    settings.VAR_DIR = folder
    return environment(autoescape=True, loader=engines["jinja2"].env.loader)


def test_a_template_that_was_compiled_is_not_compiled_again(settings, tmp_path, monkeypatch):
    told = made(settings, tmp_path).get_template(NAME).render()
    monkeypatch.setattr("jinja2.environment.Environment.compile", None)
    assert made(settings, tmp_path).get_template(NAME).render() == told


def test_where_nothing_can_be_written_a_page_is_answered_all_the_same(settings, tmp_path):
    told = engines["jinja2"].env.get_template(NAME).render()
    env = made(settings, tmp_path)
    shutil.rmtree(tmp_path / "templates")
    assert env.get_template(NAME).render() == told


def test_other_functions_are_other_compiled_templates(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    before = compiled().directory
    monkeypatch.setattr("jinja2.__version__", "9.9")
    assert isinstance(compiled(), Compiled)
    assert compiled().directory != before
