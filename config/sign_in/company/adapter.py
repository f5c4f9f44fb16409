"""What allauth asks about accounts of the company: one provider, by settings alone, and never a link by e-mail."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.http import HttpRequest

from config.sign_in.company.roles import free_name


class CompanyAccounts(DefaultSocialAccountAdapter):
    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list:
        """The one of the settings, by the name of its issuer; rows of the database are no providers here."""
        app = SocialApp(
            provider="openid_connect",
            provider_id=settings.OIDC_ISSUER,
            name=settings.OIDC_NAME,
            client_id=settings.OIDC_CLIENT_ID,
            secret=settings.OIDC_CLIENT_SECRET,
            settings={"server_url": settings.OIDC_ISSUER, "oauth_pkce_enabled": True},
        )
        is_asked = settings.OIDC_ISSUER and provider in (None, app.provider, app.provider_id)
        return [app] if is_asked and client_id in (None, app.client_id) else []

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None):
        """Made here and in no registry: a site without a provider carries nothing of the talk with one."""
        from config.sign_in.company.provider import Company

        return Company(request, app=self.get_app(request, provider, client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whoever the company lets in has an account here from the first time on."""
        return True

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """An address is no proof: whoever has one here keeps their account to themselves."""

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: object = None):
        """The new account, without a password; names and roles are put on it at every sign-in."""
        user = sociallogin.user
        user.username = free_name(sociallogin.claims)
        user.save()
        sociallogin.account.user = user
        sociallogin.account.save()
        return user
