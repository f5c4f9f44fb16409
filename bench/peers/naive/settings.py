"""Settings of the usual project in its fastest honest form: no debug, no sessions, connections that are kept.

Templates are cached by Django itself without DEBUG. Pages are not compressed here, which saves it a third of a
millisecond each; the bytes on the wire tell the price.
"""

import os

import environ

SECRET_KEY = "of a benchmark that keeps no secrets"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
INSTALLED_APPS = ["django_filters", "django_tables2", "bench.peers.naive"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "bench.peers.naive.urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
TEMPLATES[0]["OPTIONS"] = {"context_processors": ["django.template.context_processors.request"]}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": environ.Env.db_url_config(os.environ["BENCH_NAIVE_DATABASE"]) | {"CONN_MAX_AGE": None}}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000"
    DATABASES["default"]["OPTIONS"] = {"init_command": pragmas}
else:
    from urllib.parse import unquote

    DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])
USE_TZ = True
DJANGO_TABLES2_TEMPLATE = "django_tables2/table.html"
