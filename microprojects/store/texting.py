"""Text messages to phones: shown on the terminal, written to a file, or given to a gateway over HTTP.

A gateway gets `POST` with the JSON body `{"phone": "13800000000", "text": "..."}`, with the user and password of the
address as basic authorisation if it names any. It must answer within some seconds with a status from 200 to 299;
redirects are not followed.
"""

from __future__ import annotations

import base64
import http.client
import json
import logging
import os
import sys
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from flask import Flask, current_app

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.masks import mask_phone

TIMEOUT_SECONDS = 8
RESTS_AFTER_FAILURE = timedelta(seconds=60)
_EXTENSION = "microprojects_texting"
_LOG = logging.getLogger("microprojects.texting")


class TextingOff(Refusal):
    """No way to send text messages is set up."""

    code = "texting-off"
    status = 503
    message = N_("这里没有开通短信。请用通知单上的代码，或登录，或到社区窗口投。")


class TextingDown(Refusal):
    """The last message could not be sent."""

    code = "texting-down"
    status = 503
    message = N_("短信现在发不出去，已经选好的都还在。请过一两分钟再试，或用通知单上的代码，或到社区窗口投。")


@dataclass
class Texter:
    """The one way in which this process sends, and since when it fails, if it does."""

    url: str = field(repr=False)
    failed_at: datetime | None = None
    sending: list[threading.Thread] = field(default_factory=list)

    def deliver(self, phone: str, text: str) -> None:
        """Send one message now.

        Raises:
            OSError, http.client.HTTPException: it could not be sent.
        """
        parts = urlsplit(self.url)
        if parts.scheme == "console":
            print(f"SMS {mask_phone(phone)}: {text}", file=sys.stderr, flush=True)  # noqa: T201 - what it is for
        elif parts.scheme == "file":
            _append(Path(unquote(parts.path)), phone, text)
        else:
            _post(parts, phone, text)


def init_app(app: Flask, url: str) -> None:
    """Tell the app how text messages are sent; an empty address means not at all."""
    app.extensions[_EXTENSION] = Texter(url)


def is_on() -> bool:
    """Return whether text messages can be sent at all."""
    return bool(_texter().url)


def require_ready(at: datetime) -> None:
    """Refuse before anything is done where a message could not be sent, whoever it would be for.

    Raises:
        TextingOff, TextingDown: nothing is set up, or the last message failed a moment ago.
    """
    texter = _texter()
    if not texter.url:
        raise TextingOff
    if texter.failed_at is not None and at < texter.failed_at + RESTS_AFTER_FAILURE:
        raise TextingDown


def send(phone: str, text: str, *, at: datetime) -> None:
    """Send one line of text to a folded phone number, without waiting for it.

    Who asks must not learn from the time of the answer whether a message was sent.
    """
    texter, line = _texter(), " ".join(text.split())
    thread = threading.Thread(target=_deliver, args=(texter, phone, line, at), daemon=True)
    texter.sending = [each for each in texter.sending if each.is_alive()] + [thread]
    thread.start()


def wait() -> None:
    """Wait until everything is sent that is under way."""
    for thread in _texter().sending:
        thread.join(TIMEOUT_SECONDS * 2)


def _deliver(texter: Texter, phone: str, line: str, at: datetime) -> None:
    try:
        texter.deliver(phone, line)
    except (OSError, http.client.HTTPException, ValueError) as error:
        texter.failed_at = at
        _LOG.error("a text message could not be sent (%s)", type(error).__name__)
    else:
        texter.failed_at = None


def _append(path: Path, phone: str, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(json.dumps({"phone": phone, "text": text}, ensure_ascii=False) + "\n")


def _post(parts: SplitResult, phone: str, text: str) -> None:
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if parts.username:
        both = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(both.encode()).decode()}"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    body = json.dumps({"phone": phone, "text": text}, ensure_ascii=False).encode()
    try:
        connection.request("POST", target, body, headers)
        answer = connection.getresponse()
        answer.read(1000)
        if not 200 <= answer.status < 300:
            raise ConnectionError(answer.status)
    finally:
        connection.close()


def _texter() -> Texter:
    texter: Texter = current_app.extensions[_EXTENSION]
    return texter
