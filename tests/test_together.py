"""Tests that share what takes long to make are run by one worker."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from xdist.remote import Producer

from tests.together import Together, group

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


class Worker:
    """What a scheduler asks of a worker: it notes what it was given."""

    shutting_down = False

    def __init__(self):
        self.gateway = self
        self.id = "gw0"
        self.given = []

    def send_runtest_some(self, indices):
        self.given += indices

    def shutdown(self):
        self.shutting_down = True


def test_what_is_done_is_forgotten_and_everything_is_given_out_once():
    tests = [
        "tests/web/test_a.py::test_it",
        *(f"tests/web/test_every_route.py::test_{n}[sqlite]" for n in range(3)),
        *(f"tests/web/test_b.py::test_{n}" for n in range(4)),
    ]
    options = SimpleNamespace(loadscopereorder=True)
    config = SimpleNamespace(getvalue={"tx": ["popen"]}.get, option=options)
    together, worker = Together(config, Producer("scheduling", enabled=False)), Worker()
    together.add_node(worker)
    together.add_node_collection(worker, tests)
    together.schedule()

    done = 0
    while done < len(worker.given):
        together.mark_test_complete(worker, worker.given[done])
        done += 1
        assert all(False in unit.values() for unit in together.assigned_work[worker].values())

    assert worker.given[:3] == [1, 2, 3]
    assert sorted(worker.given) == list(range(len(tests)))
    assert worker.shutting_down
    assert not together.has_pending
    assert together.assigned_work == {worker: {}}
