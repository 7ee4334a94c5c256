"""The app: the one place that knows every floor."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import ArgumentError
from werkzeug.middleware.proxy_fix import ProxyFix

from microprojects import web
from microprojects.config import ConfigurationError, Settings
from microprojects.store import (
    box_keys,
    kept_records,
    log_keys,
    secrets,
    tables,  # noqa: F401 - every table must be known before the first query
    texting,
    uploads,
)
from microprojects.store import db as database

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: Settings | None = None) -> Flask:
    """Build the site; without `settings` they are read from the environment.

    Raises:
        ConfigurationError: the settings do not allow a start.
    """
    settings = settings or Settings.load(os.environ)
    app = Flask("microprojects", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.from_mapping(_flask_config(settings))
    app.extensions["settings"] = settings
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        database.init_app(app)
    except OSError as error:
        raise ConfigurationError(
            f"The data folder {settings.data_dir} cannot be made ({error.strerror}). Name another one."
        ) from error
    except (ArgumentError, ModuleNotFoundError) as error:
        raise ConfigurationError(
            "MICROPROJECTS_DATABASE_URL is not an address of SQLite or PostgreSQL. See docs/settings.md."
        ) from error
    secrets.init_app(app, settings.field_key())
    box_keys.init_app(app, settings.key_dir)
    log_keys.init_app(app, settings.key_dir, settings.log_origin)
    texting.init_app(app, settings.sms_url)
    uploads.init_app(app, settings.files_dir)
    kept_records.init_app(
        app, kept_records.RecordShelf(settings.record_dir, settings.record_hour, settings.kept_records)
    )
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # the way of Flask
    web.register(app)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.mode == "test",
        "TRUSTED_HOSTS": list(settings.trusted_hosts),
        "MAX_CONTENT_LENGTH": settings.max_upload_bytes,
        "MAX_FORM_MEMORY_SIZE": settings.max_form_bytes,
        "MAX_FORM_PARTS": settings.max_form_parts,
        # Over TLS the prefix makes the browser bind the cookie to this very host.
        "SESSION_COOKIE_NAME": "__Host-session" if settings.secure_cookies else "session",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,  # its end is fixed when it begins
        "REMEMBER_COOKIE_SECURE": settings.secure_cookies,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as its session, so no half-filled form is lost
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        # The connection used last knows the pages of the database best: a third of each ballot on SQLite.
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_use_lifo": True},
        "BABEL_DEFAULT_LOCALE": settings.locale,
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "microprojects" / "translations"),
        "SITE_NAME": settings.site_name,
        "KEPT_PAGES": settings.kept_pages,
        "FIGURES_MINUTES": settings.figures_minutes,
        "BOOTSTRAP_SERVE_LOCAL": True,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
    }
