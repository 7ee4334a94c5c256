"""A small load client: some connections that stay open, each sending its next request when the last is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What a run gave: answers, their bytes in all, seconds, latencies in seconds, and answers by status."""

    answers: int
    size: int
    seconds: float
    latencies: tuple[float, ...]
    statuses: dict[int, int]

    @property
    def rate(self) -> float:
        """Return answers a second."""
        return self.answers / self.seconds

    def latency(self, share: float) -> float:
        """Return the latency in milliseconds that a share of the answers kept below."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def run(port: int, streams: Sequence[Callable[[], bytes]], *, seconds: float) -> Result:
    """Send requests on one connection for each stream until the time is over."""
    return asyncio.run(_run(port, streams, seconds))


async def _run(port: int, streams: Sequence[Callable[[], bytes]], seconds: float) -> Result:
    until = time.perf_counter() + seconds
    began = time.perf_counter()
    told = await asyncio.gather(*(_one(port, stream, until) for stream in streams))
    took = time.perf_counter() - began
    statuses: dict[int, int] = {}
    for _size, _latencies, codes in told:
        for code in codes:
            statuses[code] = statuses.get(code, 0) + 1
    latencies = tuple(value for _size, values, _codes in told for value in values)
    return Result(len(latencies), sum(size for size, _l, _c in told), took, latencies, statuses)


async def _one(port: int, stream: Callable[[], bytes], until: float) -> tuple[int, list[float], list[int]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    size, latencies, codes = 0, [], []
    try:
        while time.perf_counter() < until:
            began = time.perf_counter()
            writer.write(stream())
            head = await reader.readuntil(b"\r\n\r\n")
            size_of = length(head)
            await reader.readexactly(size_of)
            latencies.append(time.perf_counter() - began)
            codes.append(int(head[9:12]))
            size += size_of
    finally:
        writer.close()
    return size, latencies, codes


def length(head: bytes) -> int:
    """Return how many bytes follow a head."""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


def get(path: str, *, cookie: str = "") -> bytes:
    """Return a GET request that accepts packed answers."""
    return _request("GET", path, cookie, b"")


def post(path: str, body: bytes, *, cookie: str) -> bytes:
    """Return a POST of a form."""
    return _request("POST", path, cookie, body)


def _request(method: str, path: str, cookie: str, body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip", "Accept: text/html"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
