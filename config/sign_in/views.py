"""The pages of the sign-in: allauth's views in the house's look, bounded, and the way out."""

from functools import partial

from allauth.account import views as theirs
from django.conf import settings
from django.contrib.auth.decorators import login_not_required, login_required
from django.core.mail import EmailMessage, get_connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from config.sign_in import answers, forms, log
from config.sign_in.accounts import password_tries
from config.sign_in.bounds import CHANGES, RESETS_FROM, RESETS_OF, TooMany, Tries
from profiles.corrections.senders import network
from profiles.people import sender_of


class SignIn(theirs.LoginView):
    form_class = forms.SignInForm
    template_name = "sign_in/sign_in.html"

    def get_authenticated_redirect_url(self) -> str:
        """Whoever is in and asks for no page finds their account, and the way out."""
        return self.get_next_url() or "/sign-out/"

    def get_context_data(self, **kwargs: object) -> dict:
        by_password = settings.LOCAL_SIGN_IN or "with" in self.request.GET or self.request.method == "POST"
        company = settings.OIDC_NAME if settings.OIDC_ISSUER else ""
        here = {"company": company, "by_password": by_password, "trial": settings.DEBUG}
        return super().get_context_data(**kwargs) | here | {"local": settings.LOCAL_SIGN_IN}


class Forgotten(theirs.PasswordResetView):
    form_class = forms.ForgottenForm
    template_name = "sign_in/forgotten.html"

    def form_valid(self, form: forms.ForgottenForm) -> HttpResponse:
        """Counted by what was typed, whether or not somebody has that address."""
        address, email = network(sender_of(self.request)), form.cleaned_data["email"]
        try:
            Tries((RESETS_FROM, address), (RESETS_OF, email)).count()
        except TooMany as reached:
            log.refused("too many forgotten passwords")
            return answers.too_many(self.request, reached)
        response = super().form_valid(form)
        response._resource_closers.append(partial(_send, getattr(self.request, "to_be_sent", [])))
        return response


def _send(messages: list[EmailMessage]) -> None:
    try:
        get_connection().send_messages(messages)
    except Exception:
        log.logger.exception("a message about a forgotten password could not be sent")


class NewPassword(theirs.PasswordResetFromKeyView):
    form_class = forms.NewPasswordForm
    template_name = "sign_in/new_password.html"

    def form_valid(self, form: forms.NewPasswordForm) -> HttpResponse:
        """Whoever reads the account's mail is nobody who guesses: their tries are forgotten."""
        response = super().form_valid(form)
        password_tries(self.request, self.reset_user.get_username()).forget()
        return response


class Change(theirs.PasswordChangeView):
    form_class = forms.ChangeForm
    template_name = "sign_in/change.html"

    def get_default_success_url(self) -> str:
        return "/sign-out/?changed=1"

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """A session left open is no place to guess the password from."""
        tries = Tries((CHANGES, str(request.user.pk)))
        try:
            tries.count()
        except TooMany as reached:
            log.refused("too many changes of the password", account=request.user.pk)
            return answers.too_many(request, reached)
        response = super().post(request, *args, **kwargs)
        if response.status_code == 302:
            tries.give_back()
        return response


class SignOut(theirs.LogoutView):
    """What one's account is, and the way out, which takes a POST."""

    template_name = "sign_in/sign_out.html"

    def get_context_data(self, **kwargs: object) -> dict:
        user = self.request.user
        here = {"has_password": user.has_usable_password(), "changed": "changed" in self.request.GET}
        here["roles"] = [group.name for group in user.groups.order_by("name")]
        return super().get_context_data(**kwargs) | here


@login_required
@never_cache
def change(request: HttpRequest) -> HttpResponse:
    if not request.user.has_usable_password():
        return redirect("account_logout")  # it says whose password it is
    return _change(request)


_change = Change.as_view()


@login_not_required
@never_cache
def mailed(request: HttpRequest) -> HttpResponse:
    return render(request, "sign_in/mailed.html")


@login_not_required
@never_cache
def set_anew(request: HttpRequest) -> HttpResponse:
    return render(request, "sign_in/set_anew.html")


def _page(view: type) -> object:
    return login_not_required(never_cache(view.as_view()))


sign_in, sign_out = _page(SignIn), _page(SignOut)
forgotten, new_password = _page(Forgotten), _page(NewPassword)
