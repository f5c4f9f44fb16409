"""What the provider says of a person, believed only when it is signed, for us, now, and for this very sign-in."""

import jwt

from config.sign_in.company.provider import Refused

# Signatures that only the provider can make; never "none", and never one with a secret that two know.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
NEEDED = ("iss", "sub", "aud", "exp", "iat", "nonce")
SECONDS_APART = 30  # how far two clocks may be
LONGEST_TOKEN = 100_000


def verified(token: object, *, keys: dict, issuer: str, client: str, nonce: str) -> dict:
    """The claims of an ID token (OpenID Connect Core, 3.1.3.7). The signature is always looked at."""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise Refused("no ID token")
    try:
        claims = jwt.decode(
            token,
            key=_key(token, keys),
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=client,
            leeway=SECONDS_APART,
            options={"require": list(NEEDED)},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, ArithmeticError, RecursionError) as fault:
        raise Refused(f"ID token: {type(fault).__name__}") from fault
    _for_us_now(claims, client, nonce)
    return claims


def _key(token: str, keys: dict) -> jwt.PyJWK:
    """The key that the token names; where it names none, the only one there is."""
    named = jwt.get_unverified_header(token).get("kid")
    known = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in (None, "sig")]
    known = [key for key in known if key.algorithm_name in ALGORITHMS]
    fitting = [key for key in known if named is None or key.key_id == named]
    if len(fitting) != 1:
        raise Refused(f"ID token: {len(fitting)} keys fit")
    return fitting[0]


def _for_us_now(claims: dict, client: str, nonce: str) -> None:
    if claims["nonce"] != nonce:
        raise Refused("ID token: the nonce is another")
    for_several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (for_several or "azp" in claims) and claims.get("azp") != client:
        raise Refused("ID token: it was made for another")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 255 or not subject.isprintable():
        raise Refused("ID token: the subject is none")


def joined(claims: dict, more: dict) -> dict:
    """Claims with those that only /userinfo tells; it must speak of the same person, and what is signed wins."""
    if more and more.get("sub") != claims["sub"]:
        raise Refused("userinfo speaks of somebody else")
    return more | claims
