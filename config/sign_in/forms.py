"""The forms of the sign-in: allauth's, in the words of the house."""

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model

_NEW = "At least 12 characters, not only digits, and nothing that others use or that is your name."


def _plain(field: forms.Field, label: str, told: str = "") -> None:
    field.label, field.help_text = label, told
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], "Name of your account")
        _plain(self.fields["password"], "Password")
        self.fields["login"].widget.attrs |= {"id": "id_username", "autocapitalize": "none", "spellcheck": "false"}


class ForgottenForm(ResetPasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], "E-mail of your account")

    def clean_email(self) -> str:
        """Passwords are made anew for those alone who have one here: the company's people sign in with the company."""
        email = self.cleaned_data["email"]
        people = get_user_model().objects.filter(email__iexact=email, is_active=True, socialaccount__isnull=True)
        if not settings.LOCAL_SIGN_IN:
            people = people.filter(is_superuser=True)
        # A database may take two different letters for one; a message goes to the very address that was typed.
        self.users = [user for user in people if user.email.lower() == email and user.has_usable_password()]
        return email


class NewPasswordForm(ResetPasswordKeyForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password1"], "New password", _NEW)
        _plain(self.fields["password2"], "The same again")


class ChangeForm(ChangePasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], "Password until now")
        _plain(self.fields["password1"], "New password", _NEW)
        _plain(self.fields["password2"], "The same again")
