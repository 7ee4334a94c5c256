"""How a test asks a served site, as soon as it answers."""

from __future__ import annotations

import time
import urllib.error
import urllib.request


def answer(port, path):
    """Return status and text of the first answer."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
                return response.status, response.read().decode()
        except ConnectionError:
            time.sleep(0.1)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.1)
    raise TimeoutError(path)
