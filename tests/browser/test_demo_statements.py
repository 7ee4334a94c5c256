"""No public page of the demo, which has one of everything, asks more of the database than a page may."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from microprojects.app import create_app
from microprojects.config import Mode
from microprojects.store.db import db
from tests.benches import settings_for
from tests.council import statements

MOST = 12
PAGES = (
    "/", "/projects", "/disclosures", "/meetings", "/polls", "/money", "/charts", "/charts/deals", "/promises", "/suppliers",
    "/problems", "/library", "/library/prices", "/audits", "/journal", "/map", "/reports", "/rules", "/search?q=居民",
)  # fmt: skip
NUMBERED = (
    (
        "/projects/%s",
        "SELECT number FROM projects WHERE state NOT IN ('draft', 'submitted', 'returned', 'merged')",
    ),
    (
        "/projects/%s/objections",
        "SELECT DISTINCT number FROM projects JOIN objections ON project_id = projects.id",
    ),
    ("/disclosures/%s", "SELECT max(id) FROM disclosures GROUP BY project_id, kind"),
    ("/meetings/%s", "SELECT id FROM meetings"),
    ("/polls/%s", "SELECT id FROM polls WHERE opened_at IS NOT NULL"),
    ("/suppliers/%s", "SELECT DISTINCT supplier_id FROM contracts"),
)


@pytest.fixture(scope="module")
def demo(district: Path, tmp_path_factory: pytest.TempPathFactory):
    """A copy of the loaded demo, whose pages are made anew each time, but for the figures of charts."""
    folder = tmp_path_factory.mktemp("asking")
    shutil.copytree(district, folder, dirs_exist_ok=True)
    return create_app(settings_for(folder, mode=Mode.DEMO, figures_minutes=10))


def test_no_public_page_asks_more_than_twelve_statements(demo):
    client, dear = demo.test_client(), {}
    with demo.app_context():
        engine = db.engine
        with engine.connect() as raw:
            found = [(path, raw.exec_driver_sql(query).scalars().all()) for path, query in NUMBERED]
    addresses = [*PAGES, *(path % key for path, keys in found for key in keys)]
    for address in addresses:
        client.get(address)  # the first time fills what is kept for long
        with statements(engine) as seen:
            answer = client.get(address)
        assert answer.status_code == 200, address
        if len(seen) > MOST:
            dear[address] = len(seen)

    assert len(addresses) > 120
    assert dear == {}
