"""The whole specification, asked by a machine: what it allows is answered as it says, what it does not is refused.

`API_EXAMPLES=200` asks for much more of each operation than the few examples of an ordinary run.
"""

import datetime
import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings

from config.wsgi import application
from profiles.api.site import specification
from profiles.models import ApiToken
from tests.factories import curator
from tests.pages.canon import publish

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("API_EXAMPLES", "4"))
schema = schemathesis.openapi.from_dict(specification())
schema.app = application


@pytest.fixture(autouse=True)
def canon(settings):
    settings.API_REQUESTS_A_MINUTE = 0
    publish("M4", "M3")
    # As Django's own client has it: the connection is the test's and outlives a request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schemathesis.serializer("application/x-ndjson")
def as_lines(context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@pytest.fixture
def importing(canon) -> dict[str, str]:
    """A token of a curator, for the one family of operations that asks for it."""
    until = timezone.now() + datetime.timedelta(days=1)
    _, told = ApiToken.make(name="schema", owner=curator(), scope="import", expires_at=until, by=curator())
    return {"Authorization": f"Bearer {told}"}


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_it_says(case, importing):
    held = importing if case.operation.path.startswith("/api/v1/imports") else {}
    case.call_and_validate(headers={"Accept-Encoding": "identity"} | held)
