"""The demo district, served to a browser, with a clock on the wall that a test moves."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import event
from werkzeug.serving import make_server

from microprojects.app import create_app
from microprojects.config import Mode
from microprojects.demo import cast, load
from microprojects.domain.workdays import SHANGHAI
from microprojects.services import _passwords
from microprojects.store import schema
from microprojects.store.db import db
from tests.benches import CHEAP_HASHER, settings_for, trust_the_power

# Friday, 20 November 2026, 10:00 in Shanghai.
LOADED = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PATIENCE = 20_000  # milliseconds that a test waits for a page while the whole suite runs beside it
expect.set_options(timeout=PATIENCE)
PARTS = (
    *cast.ABOVE,
    *(part for place in cast.COMMUNITIES for part in (*cast.desk(place), *cast.council(place))),
)
SECRETS = {part.username: part.secret for part in PARTS}


@dataclass
class Wall:
    """The clock on the wall, which moves only when a test moves it."""

    at: datetime = LOADED

    def now(self, _zone: object) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        """Move the hands: wall.advance(minutes=5)."""
        self.at += timedelta(**by)

    def set(self, day: str, hour: str = "09:00") -> None:
        """Move the hands to a later moment in Shanghai: wall.set("2026-12-01", "19:30")."""
        moment = datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=SHANGHAI)
        assert moment >= self.at, f"time does not run back from {self.at} to {moment}"
        self.at = moment


def load_into(folder: Path) -> None:
    """Fill a folder with the demo as it stands at LOADED.

    A hash of its passwords costs next to nothing; whoever signs in has theirs hashed anew at its real cost.
    """
    app = _app(folder)
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(_passwords, "_HASHER", CHEAP_HASHER)
        schema.upgrade()
        load(app, LOADED)
        db.engine.dispose()  # so that the file is whole and can be copied


@dataclass
class Town:
    """The served demo: its app, its address, its clock, and the browser in which people visit it."""

    app: Flask
    address: str
    wall: Wall
    browser: Browser
    said: list[str] = field(default_factory=list)

    @contextmanager
    def visit(self, username: str = "", width: int = 1280, **cookies: str) -> Iterator[Page]:
        """Open a page as somebody who signs in through the form, or as the public."""
        context = self.context(width, **cookies)
        page = context.new_page()
        page.on("console", lambda said: self.said.append(f"{page.url}: {said.text}"))
        page.on("pageerror", lambda error: self.said.append(f"{page.url}: {error}"))
        if username:
            self.sign_in(page, username)
        yield page
        page.wait_for_load_state()  # Chromium may hang when a page is closed while it loads
        context.close()

    def context(self, width: int, **cookies: str) -> BrowserContext:
        """Return a browser of somebody who has not been here before."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 844}, base_url=self.address, accept_downloads=True
        )
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": n, "value": v, "url": self.address} for n, v in cookies.items()])
        return context

    def sign_in(self, page: Page, username: str) -> None:
        """Sign somebody in through the form, with the code of their second factor where they have one."""
        self.wall.advance(seconds=60)  # the code of the last time is used up
        page.goto("/auth/sign-in")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(cast.PASSWORD)
        page.get_by_role("button", name="登录").click()
        if username in SECRETS:
            page.get_by_label("验证码").fill(pyotp.TOTP(SECRETS[username]).at(self.wall.at))
            page.get_by_role("button", name="登录").click()
        expect(page).not_to_have_url(re.compile("/auth/"))


@contextmanager
def served(district: Path, folder: Path, browser: Browser, wall: Wall) -> Iterator[Town]:
    """Serve a copy of the loaded district by the clock of the wall."""
    shutil.copytree(district, folder, dirs_exist_ok=True)
    app = _app(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("microprojects.clock.datetime", wall)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Town(app, f"http://127.0.0.1:{server.server_port}", wall, browser)
        server.shutdown()
        server.server_close()


def _app(folder: Path) -> Flask:
    app = create_app(settings_for(folder, mode=Mode.DEMO))
    with app.app_context():
        event.listen(db.engine, "connect", trust_the_power)
    return app
