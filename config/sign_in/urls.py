"""The routes of the sign-in, by the names that allauth knows them by: those that we need, and no others."""

from django.conf import settings
from django.urls import path, re_path
from django.views.decorators.http import require_safe

from config.sign_in import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("password/", views.change, name="account_change_password"),
    path("password/forgotten/", views.forgotten, name="account_reset_password"),
    path("password/forgotten/sent/", require_safe(views.mailed), name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[0-9A-Za-z-]{1,200})/$",
        views.new_password,
        name="account_reset_password_from_key",
    ),
    path("password/new/set/", require_safe(views.set_anew), name="account_reset_password_from_key_done"),
]

if settings.OIDC_ISSUER:
    from config.sign_in.company.urls import urlpatterns as of_the_company

    urlpatterns += of_the_company
