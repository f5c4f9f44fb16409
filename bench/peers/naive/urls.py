"""Routes of the usual project."""

from django.urls import path

from bench.peers.naive import views

urlpatterns = [
    path("profiles/", views.browse),
    path("profiles/<str:key>/", views.profile),
    path("compare/<str:one>/<str:other>/", views.compare),
]
