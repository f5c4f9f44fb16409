"""People at the desk in a browser: signed in by a cookie, since the form of the login is tried elsewhere."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from profiles.people import make_groups
from tests.factories import person

PASSWORD = "a long password"


def people(*groups: str):
    """A user of the house in these groups, who can sign in; the tables of groups are emptied after such tests."""
    make_groups()
    user = person("-".join(group.lower()[:4] for group in groups), *groups, is_staff=True)
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(context: BrowserContext, live_server, user) -> None:
    """From now on this browser is this person's."""
    client = Client()
    client.force_login(user)
    context.clear_cookies()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def said_by(page: Page) -> list[str]:
    """Everything the console says from now on: violations of the policy, and scripts that broke."""
    lines: list[str] = []
    page.on("console", lambda line: lines.append(line.text))
    page.on("pageerror", lambda error: lines.append(str(error)))
    return lines
