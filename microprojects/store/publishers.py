"""Who publishes the open data of this site, and under which address and terms."""

from __future__ import annotations

from flask import current_app

from microprojects.domain.ocds import Publisher
from microprojects.domain.open_data import catalogue
from microprojects.store import areas
from microprojects.store.db import db


def publisher() -> Publisher:
    """Return the publisher: the district, or the site while there is none."""
    settings = current_app.extensions["settings"]
    districts = areas.at_level(db.session(), "district")
    name = districts[0].name if districts else settings.site_name
    return Publisher(settings.base_url, settings.ocds_prefix, name, settings.data_license)


def terms() -> dict[str, str]:
    """Return under which terms the open data may be used, as every table says it."""
    return catalogue.terms(current_app.extensions["settings"].data_license)
