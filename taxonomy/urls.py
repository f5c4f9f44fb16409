"""Routes of the ground floor's pages."""

from django.urls import path

from taxonomy.views import occupations

app_name = "taxonomy"
urlpatterns = [path("occupations/", occupations.occupations, name="occupations")]
