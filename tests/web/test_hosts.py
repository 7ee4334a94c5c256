"""In production a site answers to its own name only, and believes a proxy only where there is one."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, request, url_for

from microprojects import keys
from microprojects.app import create_app
from microprojects.config import Mode
from microprojects.web.guard import anyone
from tests.benches import settings_for

OURS = "weishishi.example.cn"


def production(folder: Path, **given: object) -> Flask:
    """A site as it stands on the network, with a page that tells how it was called."""
    keys.keep(folder / "keys", keys.FIELDS)
    settings = settings_for(folder, mode=Mode.PRODUCTION, base_url=f"https://{OURS}", **given)
    app = create_app(settings)
    app.add_url_rule(
        "/told",
        "told",
        anyone(lambda: f"{request.remote_addr} {request.host} {url_for('told', _external=True)}"),
    )
    return app


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A site in production without a proxy in front."""
    return production(tmp_path_factory.mktemp("alone"))


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A site in production behind one proxy."""
    return production(tmp_path_factory.mktemp("behind"), proxy_hops=1)


@pytest.mark.parametrize(
    "host",
    ["evil.com", "evil.com:443", f"{OURS}.evil.com", f"evil{OURS}", f"{OURS}@evil.com", "localhost", "127.0.0.1", "", "[::1]"],
)  # fmt: skip
def test_a_host_of_another_name_is_refused(alone, host):
    answer = alone.test_client().get("/told", headers={"Host": host})

    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_its_own_name_is_answered(alone):
    answer = alone.test_client().get("/told", headers={"Host": OURS})

    assert answer.text == f"127.0.0.1 {OURS} http://{OURS}/told"


def test_without_a_proxy_nobody_is_believed(alone):
    forged = {
        "Host": OURS,
        "X-Forwarded-Host": "evil.com",
        "X-Forwarded-For": "9.9.9.9",
        "X-Forwarded-Proto": "https",
    }

    answer = alone.test_client().get("/told", headers=forged)

    assert answer.text == f"127.0.0.1 {OURS} http://{OURS}/told"


def test_behind_one_proxy_only_its_own_words_are_believed(behind):
    told = {
        "Host": "inside",
        "X-Forwarded-Host": OURS,
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "9.9.9.9, 1.2.3.4",
    }

    answer = behind.test_client().get("/told", headers=told)

    assert answer.text == f"1.2.3.4 {OURS} https://{OURS}/told"


def test_behind_a_proxy_a_host_of_another_name_is_refused_too(behind):

    answer = behind.test_client().get("/told", headers={"Host": OURS, "X-Forwarded-Host": "evil.com"})

    assert answer.status_code == 400
