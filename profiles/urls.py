"""Readers' routes."""

app_name = "profiles"
urlpatterns: list = []
