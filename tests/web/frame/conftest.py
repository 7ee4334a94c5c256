"""The app with the style guide on it, for tests that look at pages and need no data."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from microprojects.app import create_app
from microprojects.config import Mode
from tests.benches import settings_for
from tests.web.frame import style_guide


@pytest.fixture(scope="session")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demo app with the pages of the style guide."""
    app = create_app(settings_for(tmp_path_factory.mktemp("guide"), mode=Mode.DEMO))
    style_guide.add_to(app)
    return app


@pytest.fixture
def passerby(guide: Flask) -> FlaskClient:
    """A visitor of the style guide who has not signed in."""
    return guide.test_client()
