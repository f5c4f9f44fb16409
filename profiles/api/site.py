"""The API put together: its operations, what refusals look like, and the specification that says all of it."""

from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from profiles.api import canon, finding, imports, problems, profiles, releases
from profiles.api.problems import CONTENT_TYPE, Problem, ProblemRecord

ROOT = "/api/v1/"
SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "a token from the desk; only imports need one",
    },
    "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
}

api = NinjaAPI(
    title="Canon",
    version="1",
    description="Reads the approved canon of job profiles: sealed texts, seals, licence. Imports lie on desks.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
# Each family of questions has a router; another one is joined here, and its records in records.py.
for router in (profiles.router, canon.router, finding.router, releases.router, imports.router):
    api.add_router("", router)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem.answer()


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.invalid(error.errors).answer()


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return Problem(error.status_code, "a body of JSON in UTF-8 expected, found something else").answer()


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return Problem(404, "nothing is published there").answer()


@lru_cache(maxsize=1)
def specification() -> dict:
    """OpenAPI 3.1 as plain data; every operation says how it refuses, and that a token may be left out."""
    schema = dict(api.get_openapi_schema(path_prefix=ROOT))
    schema["components"]["schemas"] |= _problem_schemas()
    schema["components"]["securitySchemes"] = SCHEMES
    refusals = {
        str(status): {
            "description": problems.HTTPStatus(status).phrase,
            "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemRecord"}}},
        }
        for status in problems.ALWAYS
    }
    for methods in schema["paths"].values():
        for operation in methods.values():
            told = {str(status): answer for status, answer in operation["responses"].items()}
            unchanged = {"304": {"description": "Not Modified: the ETag that was sent still holds"}}
            operation["responses"] = told | unchanged | refusals
            anybody = [{}, *({name: []} for name in SCHEMES)]
            operation["security"] = [{"token": []}] if operation["tags"] == imports.router.tags else anybody
    return schema


def _problem_schemas() -> dict:
    schema = ProblemRecord.model_json_schema(ref_template="#/components/schemas/{model}")
    return schema.pop("$defs") | {"ProblemRecord": schema}
