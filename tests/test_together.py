"""Tests that share what takes long to make are run by one worker."""

from pathlib import Path

import pytest

from tests.together import group

ROOT = Path(__file__).resolve().parents[1]
SETTLED = ("from tests.web.walking import", "from tests.web import walking")


def test_every_module_that_walks_the_settled_site_goes_with_the_others():
    web = sorted((ROOT / "tests/web").glob("test_*.py"))
    walking = [
        path.relative_to(ROOT).as_posix() for path in web if any(line in path.read_text() for line in SETTLED)
    ]

    assert len(walking) > 4
    assert {group(f"{path}::test_it[postgresql-1]") for path in walking} == {"walk-postgresql"}


@pytest.mark.parametrize(
    ("test", "goes_with"),
    [
        ("tests/browser/test_frame.py::test_it[zh_CN]", "browser"),
        ("tests/web/test_every_route.py::test_it[sqlite]", "walk-sqlite"),
        ("tests/web/test_nothing_typed_runs.py::test_it", "walk-sqlite"),
        ("tests/web/test_hosts.py::test_it", "tests/web/test_hosts.py::test_it"),
    ],
)
def test_who_goes_together_is_read_off_the_name(test, goes_with):
    assert group(test) == goes_with
