"""What only a site over TLS shows: cookies bound to the host, and keys that are never made up."""

from __future__ import annotations

import pytest

from microprojects.app import create_app
from microprojects.config import ConfigurationError, Mode
from microprojects.domain.people import SYSTEM
from microprojects.services import accounts
from microprojects.store import schema
from microprojects.store.db import db, transaction
from tests.benches import settings_for
from tests.conftest import Client
from tests.web.conftest import PASSWORD
from tests.world import NOW, make_world

SITE = "https://projects.example.cn"


@pytest.fixture
def over_tls(tmp_path):
    """A browser at a site over TLS, where Lin has an account."""
    app = create_app(settings_for(tmp_path, base_url=SITE))
    app.test_client_class = Client
    with app.app_context():
        schema.upgrade()
        with transaction() as writing:
            world = make_world(writing)
        accounts.create_account(world.people["lin"], "lin", PASSWORD, actor=SYSTEM, at=NOW)
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def test_cookies_are_bound_to_the_host_and_closed_to_scripts(over_tls):
    page = over_tls.get("/auth/sign-in", base_url=SITE).text
    token = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    data = {"csrf_token": token, "username": "lin", "password": PASSWORD, "stay": "y"}

    answer = over_tls.post(
        "/auth/sign-in", base_url=SITE, data=data, headers={"Referer": f"{SITE}/auth/sign-in"}
    )

    assert answer.status_code == 303
    cookies = answer.headers.getlist("Set-Cookie")
    assert sorted(cookie.split("=")[0] for cookie in cookies) == ["__Host-known", "__Host-session"]
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert "Expires=" in cookie


def test_production_does_not_start_with_a_key_made_up_on_the_way(tmp_path):
    settings = settings_for(
        tmp_path,
        mode=Mode.PRODUCTION,
        base_url=SITE,
        trusted_hosts=("projects.example.cn",),
        secret_key="s" * 40,
    )

    with pytest.raises(ConfigurationError, match=r"fields\.key is missing"):
        create_app(settings)

    assert not (tmp_path / "keys" / "fields.key").exists()


def test_a_damaged_key_stops_the_start(tmp_path):
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    (folder / "fields.key").write_bytes(b"short")
    (folder / "fields.key").chmod(0o600)

    with pytest.raises(ConfigurationError, match="is damaged"):
        create_app(settings_for(tmp_path))
