"""A member's phone, as it asks a served site: signed in with password and code, and one ballot sent."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode

import pyotp

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class _Stay(urllib.request.HTTPRedirectHandler):
    """Answer with the redirect itself."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Phone:
    """One browser with its cookies and the token of its forms."""

    def __init__(self, name: str, port: int) -> None:
        self.name = name
        self.address = f"http://127.0.0.1:{port}"
        self._open: Callable[..., Any] = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), _Stay
        ).open
        self._token = ""

    def get(self, path: str) -> str:
        """Read a page, and keep the token of its forms."""
        status, text = self._ask(path)
        assert status == 200, (self.name, path, status)
        found = _TOKEN.search(text)
        self._token = found[1] if found else self._token
        return text

    def goes_through(self, path: str) -> bool:
        """Return whether a page is shown, and does not lead to another one first."""
        return self._ask(path)[0] == 200

    def send(self, path: str, **fields: str) -> tuple[int, str]:
        """Post a form and return status and text.

        Raises:
            ConnectionError: no answer came.
        """
        return self._ask(path, urlencode({"csrf_token": self._token, **fields}).encode())

    def sign_in(self, password: str, secret: str = "") -> None:
        """Sign in through the form, and the second one where the account has a secret."""
        self.get("/auth/sign-in")
        assert self.send("/auth/sign-in", username=self.name, password=password)[0] == 303
        if not secret:
            return
        self.get("/auth/second-step")
        assert self.send("/auth/second-step", code=pyotp.TOTP(secret).now())[0] == 303

    def _ask(self, path: str, body: bytes | None = None) -> tuple[int, str]:
        try:
            return self._answered(path, body)
        except http.client.HTTPException as cut:
            raise ConnectionError(str(cut)) from cut
        except urllib.error.URLError as gone:
            raise ConnectionError(str(gone.reason)) from gone

    def _answered(self, path: str, body: bytes | None) -> tuple[int, str]:
        """Return status and text; a redirect or a refusal has a text, too, that may be cut off like any other."""
        try:
            with self._open(self.address + path, body, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as no:
            with no:
                return no.code, no.read().decode()
