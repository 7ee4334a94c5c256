"""What every test can ask for: an engine, an app on it, a client, a session; and what could not be run."""

from __future__ import annotations

import contextvars
import gc
import os
import secrets
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from microprojects.store.db import db
from tests import postgres, templates_compiled
from tests.benches import PRISTINE, Bench, PostgresBench, SqliteBench
from tests.together import Together
from tests.world import WORLD, world  # noqa: F401 - a fixture for every test

ENGINES = ("sqlite", "postgresql")
_not_run: Counter[str] = Counter()
templates_compiled.keep_for_every_app()


class Client(FlaskClient):
    """A visitor whose requests share nothing with the test's own context, nor with each other.

    An answer is read to its end and closed, as a server does, so that no file of one stays open.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("buffered", True)
        if has_app_context():
            db.session.rollback()  # so that the test sees afterwards what the request wrote
        return contextvars.Context().run(super().open, *args, **kwargs)

    def csrf_token(self) -> str:
        """Return a token that this visitor's next form may carry."""
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        return str(URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(raw))

    def send(self, path: str, /, **fields: Any) -> TestResponse:
        """Post a form as a browser would, with its token."""
        return self.post(path, data={"csrf_token": self.csrf_token(), **fields})


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine under test; a test that asks for it runs once for each."""
    return str(request.param)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of this worker."""
    try:
        server = postgres.start()
    except postgres.NoServer as error:
        pytest.skip(str(error))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def benches() -> Iterator[dict[str, Bench]]:
    """The benches made so far in this worker."""
    made: dict[str, Bench] = {}
    yield made
    for bench in made.values():
        bench.close()


@pytest.fixture
def bench(
    engine_name: str,
    benches: dict[str, Bench],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Bench:
    """The app and its database on the engine under test, clean, or with the small district if the test asks for it."""
    if engine_name not in benches:
        folder: Path = tmp_path_factory.mktemp(engine_name)
        if engine_name == "sqlite":
            benches[engine_name] = SqliteBench(folder)
        else:
            server: postgres.Server = request.getfixturevalue("postgres_server")
            name = f"microprojects_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
            benches[engine_name] = PostgresBench(folder, server.create(name))
    made = benches[engine_name]
    made.back_to(WORLD if "world" in request.fixturenames and WORLD in made.kept else PRISTINE)
    return made


@pytest.fixture
def app(bench: Bench) -> Flask:
    """The app on a clean database of the engine under test."""
    bench.app.test_client_class = Client
    return bench.app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor who has not signed in."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of the house on the engine under test; write with `transaction()`."""
    with app.app_context():
        yield db.session()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """Let one worker run what shares a served demo or a settled site."""
    return Together(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database or a browser, so that either can be left out."""
    for item in items:
        if "engine_name" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


def pytest_collection_finish() -> None:
    """Leave what lives as long as the run out of every search for garbage, and search less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count what was skipped, by reason."""
    if report.skipped and isinstance(report.longrepr, tuple):
        _not_run[str(report.longrepr[2]).removeprefix("Skipped: ")] += 1


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say last what could not be run here and why."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    for reason, count in _not_run.most_common():
        print(f"NOT RUN: {count} test{'s' if count > 1 else ''}: {reason}")  # noqa: T201 - the last lines of ./test
    if not _not_run:
        print("Everything was run.")  # noqa: T201 - the last lines of ./test
