"""Text messages on their way: to the terminal, to a file, to a gateway; and one that fails."""

from __future__ import annotations

import json
import logging
import stat
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from flask import Flask

from microprojects.store import texting
from microprojects.store.texting import Texter, TextingDown, TextingOff
from tests.world import NOW

PHONE = "13812345678"


class Gateway(BaseHTTPRequestHandler):
    """A gateway that writes down what it is given."""

    given: list[tuple[str, str | None, dict[str, str]]] = []
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.given.append((self.path, self.headers["Authorization"], json.loads(body)))
        self.send_response(self.status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def gateway() -> Iterator[HTTPServer]:
    Gateway.given, Gateway.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def app_with(url: str) -> Flask:
    app = Flask(__name__)
    texting.init_app(app, url)
    return app


def test_a_gateway_gets_phone_and_text_as_json_with_its_password(gateway):
    Texter(f"http://me:p%40ss@127.0.0.1:{gateway.server_port}/send?v=1").deliver(PHONE, "验证码 123456")

    assert Gateway.given == [("/send?v=1", "Basic bWU6cEBzcw==", {"phone": PHONE, "text": "验证码 123456"})]


@pytest.mark.parametrize("status", [300, 301, 404, 500])
def test_any_other_answer_is_a_failure_and_no_redirect_is_followed(gateway, status):
    Gateway.status = status

    with pytest.raises(ConnectionError):
        Texter(f"http://127.0.0.1:{gateway.server_port}/").deliver(PHONE, "验证码")

    assert len(Gateway.given) == 1


def test_a_line_break_in_a_title_cannot_begin_another_header_or_message(gateway, tmp_path):
    kept = tmp_path / "sent.txt"
    for url in (f"http://127.0.0.1:{gateway.server_port}/", f"file:{kept}"):
        with app_with(url).app_context():
            texting.send(PHONE, "投票\r\nX-Evil: 1\n\n{}", at=NOW)
            texting.wait()

    assert [given[2]["text"] for given in Gateway.given] == ["投票 X-Evil: 1 {}"]
    assert [json.loads(line)["text"] for line in kept.read_text().splitlines()] == ["投票 X-Evil: 1 {}"]


def test_a_file_is_for_its_owner_alone(tmp_path):
    Texter(f"file:{tmp_path}/sent.txt").deliver(PHONE, "验证码")

    assert stat.S_IMODE((tmp_path / "sent.txt").stat().st_mode) == 0o600


def test_the_terminal_shows_the_text_and_a_masked_number(capsys):
    Texter("console:").deliver(PHONE, "验证码 123456")

    assert capsys.readouterr().err == "SMS 138****5678: 验证码 123456\n"


def test_after_a_failure_everybody_is_told_for_a_minute_and_no_number_is_in_the_log(caplog):
    with app_with("http://me:secret@127.0.0.1:1/").app_context(), caplog.at_level(logging.DEBUG):
        texting.require_ready(NOW)
        texting.send(PHONE, "验证码 123456", at=NOW)
        texting.wait()

        with pytest.raises(TextingDown):
            texting.require_ready(NOW + timedelta(seconds=59))
        texting.require_ready(NOW + timedelta(seconds=60))
    told = caplog.text
    assert [each in told for each in ("could not be sent", PHONE, "123456", "secret")] == [
        True,
        False,
        False,
        False,
    ]


def test_where_nothing_is_set_up_that_is_said():
    with app_with("").app_context():
        with pytest.raises(TextingOff):
            texting.require_ready(NOW)

        assert texting.is_on() is False
