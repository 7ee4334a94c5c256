"""How fast a published page is served, beside a bare file of the same size by the same server, in one run.

    python -m benchmarks.published_pages COPY [PAGE]

The server is Python's own, a thread a connection: slow, and the same for both. A ratio near 1 says that a page of the
copy costs nothing but its bytes; for a rate that means something, ask the web server that will serve it.
"""

from __future__ import annotations

import http.client
import shutil
import statistics
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROUNDS, REQUESTS = 7, 200


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece
    disable_nagle_algorithm = True

    def log_message(self, *_words: object) -> None:
        """Leave the terminal alone."""


def rate(port: int, path: str) -> float:
    """Return how many answers a second come for a path on one connection."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    began = time.perf_counter()
    for _number in range(REQUESTS):
        line.request("GET", path)
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status}")
    line.close()
    return REQUESTS / (time.perf_counter() - began)


def main() -> None:
    """Measure both in turn and print the medians and their ratio."""
    copy, page = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "projects/index.html"
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(copy / Path(page).parent, Path(folder, "copy"), dirs_exist_ok=True)
        name = Path(page).name
        size = Path(folder, "copy", name).stat().st_size
        Path(folder, "bare.html").write_bytes(b"x" * size)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        pairs = [
            (rate(server.server_port, f"/copy/{name}"), rate(server.server_port, "/bare.html"))
            for _round in range(ROUNDS)
        ]
        server.shutdown()
    pages, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"{page}, {size} bytes: {pages:.0f} a second, a bare file {bare:.0f}, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
