"""What the log is told of people who come and go: the number of the account, and never a name, address or claim."""

import logging

from allauth.account.signals import password_changed, password_reset
from django.contrib.auth import user_logged_in, user_logged_out

logger = logging.getLogger("canon.sign_in")


def listen() -> None:
    for signal, told in (
        (user_logged_in, "signed in"),
        (user_logged_out, "signed out"),
        (password_changed, "changed the password"),
        (password_reset, "set a new password after forgetting it"),
    ):
        signal.connect(_teller(told), weak=False, dispatch_uid=f"config.sign_in.{told}")


def _teller(told: str):
    def tell(sender: type, user=None, **_: object) -> None:
        if user is not None:  # a session may end whose account is gone
            logger.info("account %s %s", user.pk, told)

    return tell


def refused(reason: str, *, account: int | None = None) -> None:
    logger.warning("sign-in refused: %s%s", reason, f" (account {account})" if account else "")
