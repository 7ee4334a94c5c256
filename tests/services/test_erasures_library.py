"""A draft that was begun with words of the library is emptied, since the library counts it for good."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.services import erasures, library, retentions
from microprojects.store.db import db
from microprojects.store.projects import Project
from tests.services.test_library import decide, offer, site  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("site")


def begun(site, who="xu"):  # noqa: F811 - the fixture
    """A draft copied from the library."""
    offer(site)
    decide(site)
    return library.copy(site.number, "lizhi", actor=site.world[who], at=site.later())


def read(draft):
    db.session.rollback()
    found = db.session().get(Project, draft)
    return found and (found.title, found.problem, found.content, len(found.lines))


def test_it_is_emptied_at_the_request_of_its_writer(site):  # noqa: F811 - the fixture
    draft = begun(site)
    assert read(draft)[0] != ""

    erasures.erase_for(site.world.people["xu"], paper="荔删9号", actor=site.world["zhao"], at=site.later())

    assert read(draft) == ("", "", "", 0)


def test_the_clock_empties_it_once(site):  # noqa: F811 - the fixture
    draft = begun(site)
    later = site.later() + timedelta(days=1200)

    retentions.run_due(at=later)

    assert read(draft) == ("", "", "", 0)
    assert retentions.run_due(at=later + timedelta(days=2)) == 0
