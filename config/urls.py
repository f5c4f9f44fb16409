"""The routes of the site: the admin, and everything else as the product lays it."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.urls import include, path

from config import health

admin.autodiscover()
# Providers stand in the settings, addresses with the accounts: allauth's own tables are no part of the desk.
admin.site.unregister([EmailAddress, SocialAccount, SocialApp, SocialToken])

urlpatterns = [
    # Tried one by one, so what is asked for most comes first.
    path("", include("profiles.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("config.sign_in.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("profiles.api.urls")),
    path("", include("taxonomy.urls")),
]

handler404 = "profiles.views.lost.not_found"
