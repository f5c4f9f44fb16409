"""The two routes of the company's sign-in, laid only where the settings name a provider."""

from django.urls import path

from config.sign_in.company import views

urlpatterns = [
    path("sign-in/company/", views.start, name="company_start"),
    path("sign-in/company/callback/", views.callback, name="company_callback"),
]
