"""A whole OpenID provider on loopback, built of Authlib's parts, and the site's routes with the company's sign-in.

It knows one person at a time (`person`), takes a code once, and checks PKCE. What a dishonest provider, or
somebody between, would say instead is put into `claims` and `tamper`.
"""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from authlib.common.security import generate_token
from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, OAuth2Request, grants
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from joserfc.jwk import ECKey

from config.sign_in.company.urls import urlpatterns as of_the_company
from config.urls import handler404
from config.urls import urlpatterns as of_the_site

urlpatterns = [*of_the_site, *of_the_company]
__all__ = ["Provider", "handler404", "urlpatterns"]

CLIENT, SECRET = "canon", "a secret of two"


class Client(ClientMixin):
    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, uri: str) -> bool:
        return urlsplit(uri).path == "/sign-in/company/callback/"

    def check_client_secret(self, secret: str) -> bool:
        return secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_post"

    def check_response_type(self, kind: str) -> bool:
        return kind == "code"

    def check_grant_type(self, kind: str) -> bool:
        return kind == "authorization_code"


@dataclass
class Code:
    """What is remembered of a code until it is taken."""

    code: str
    asked: dict[str, str]
    person: dict

    code_challenge = property(lambda self: self.asked.get("code_challenge"))
    code_challenge_method = property(lambda self: self.asked.get("code_challenge_method"))

    def get_redirect_uri(self) -> str:
        return self.asked["redirect_uri"]

    def get_scope(self) -> str:
        return self.asked["scope"]

    def get_nonce(self) -> str | None:
        return self.asked.get("nonce")

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    get_amr = get_acr


class Grant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post"]

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        self.server.provider.codes[code] = Code(code, dict(request.payload.data), request.user)

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        return self.server.provider.codes.get(code)

    def delete_authorization_code(self, code: Code) -> None:
        del self.server.provider.codes[code.code]

    def authenticate_user(self, code: Code) -> dict:
        return code.person


class IdToken(OpenIDCode):
    def __init__(self, provider: "Provider") -> None:
        super().__init__(require_nonce=True)
        self.provider = provider

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        return any(code.get_nonce() == nonce for code in self.provider.codes.values())

    def resolve_client_private_key(self, client: Client) -> ECKey:
        return self.provider.key

    def get_client_algorithm(self, client: Client) -> str:
        return "ES256"

    def get_encode_header(self, client: Client) -> dict:
        return {"alg": "ES256", "kid": "first"}

    def get_client_claims(self, client: Client) -> dict:
        return {"iss": self.provider.issuer, "aud": [CLIENT]}

    def generate_user_info(self, user: dict, scope: str) -> dict:
        return user | self.provider.claims

    def encode_id_token(self, token: dict, request: OAuth2Request) -> str:
        return self.provider.tamper(super().encode_id_token(token, request))


class Server(AuthorizationServer):
    def __init__(self, provider: "Provider") -> None:
        super().__init__()
        self.provider = provider
        self.register_grant(Grant, [CodeChallenge(required=True), IdToken(provider)])
        self.register_token_generator("default", BearerTokenGenerator(lambda *_, **__: generate_token(40)))

    def query_client(self, client_id: str) -> Client | None:
        return Client() if client_id == CLIENT else None

    def save_token(self, token: dict, request: OAuth2Request) -> None:
        self.provider.tokens[token["access_token"]] = request.user

    def create_oauth2_request(self, request: OAuth2Request) -> OAuth2Request:
        return request

    def handle_response(self, status: int, body: object, headers: list) -> tuple:
        return status, body, headers

    def send_signal(self, *_: object, **__: object) -> None:
        """Nobody listens."""


class Asked(OAuth2Request):
    """A request as Authlib reads it; loopback is as good as https here."""

    def __init__(self, method: str, path: str, headers: dict, data: dict[str, str]) -> None:
        super().__init__(method, f"https://provider.example{path}", headers=headers)
        self.payload = BasicOAuth2Payload(data)

    @property
    def form(self) -> dict[str, str]:
        return self.payload.data

    args = form


@dataclass
class Provider:
    """The provider, running from `with` to the end of it."""

    person: dict = field(default_factory=lambda: {"sub": "person-1"})
    claims: dict = field(default_factory=dict)
    tamper: Callable[[str], str] = lambda token: token
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, dict] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "first", "alg": "ES256"}))
    issuer: str = ""

    def __enter__(self) -> "Provider":
        self.server = Server(self)
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"provider": self}))
        self.issuer = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.shutdown()
        self.http.server_close()

    def configuration(self) -> dict:
        places = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "jwks",
        }
        told = {name: f"{self.issuer}/{place}" for name, place in places.items()}
        return told | {"issuer": self.issuer, "token_endpoint_auth_methods_supported": ["client_secret_post"]}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        place, asked = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
        if place == "/.well-known/openid-configuration":
            self._say(200, self.provider.configuration(), [])
        elif place == "/jwks":
            self._say(200, {"keys": [self.provider.key.as_dict(private=False)]}, [])
        elif place == "/userinfo":
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            known = self.provider.tokens.get(token)
            self._say(200 if known else 401, known or {}, [])
        elif place == "/authorize":
            self.provider.asked.append(asked)
            request, server = Asked("GET", self.path, dict(self.headers), asked), self.provider.server
            grant = server.get_consent_grant(request, self.provider.person)
            self._say(*server.create_authorization_response(request, self.provider.person, grant))
        else:
            self._say(404, {}, [])

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        request = Asked("POST", self.path, dict(self.headers), dict(parse_qsl(sent)))
        if self.path == "/token":
            self._say(*self.provider.server.create_token_response(request))
        else:
            self._say(404, {}, [])

    def _say(self, status: int, body: object, headers: list) -> None:
        text = json.dumps(body).encode() if isinstance(body, dict) else b""
        self.send_response(status)
        told = {"Content-Type": "application/json"} | dict(headers) | {"Content-Length": str(len(text))}
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Tests say what went wrong."""
