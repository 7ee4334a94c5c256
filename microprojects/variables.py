"""How the text of an environment variable is read; a ValueError ends the sentence "NAME is 'text', but it must ..."."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

SCHEMES = ("http", "https")
OWN_HOSTS = ("127.0.0.1", "::1", "localhost")
_OCID_PREFIX = re.compile(r"ocds-[a-z0-9]{6}")
_TILE = re.compile(r"[A-Za-z0-9._~:/?&=%@+-]+")
_TILE_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?")
NO_PART_OF_A_NAME = frozenset("*,@\\")


def natural(text: str) -> int:
    """Read a number that counts something.

    Raises:
        ValueError: it is not one.
    """
    if not (text.isascii() and text.isdigit()):
        raise ValueError("be a whole number, 0 or more, in digits alone")
    return int(text)


def one_of(text: str, choices: Collection[str]) -> str:
    """Read one of a few words.

    Raises:
        ValueError: it is none of them.
    """
    if text not in choices:
        *others, last = map(repr, choices)
        raise ValueError(f"be {', '.join(others)} or {last}")
    return text


def address(text: str) -> str:
    """Read the address under which visitors open the site.

    Raises:
        ValueError: a browser could not open it.
    """
    parts = _split(text)
    if parts.scheme not in SCHEMES:
        raise ValueError("begin with https:// or http://, such as https://projects.example.cn")
    host = parts.hostname or ""
    if not host or NO_PART_OF_A_NAME & set(parts.netloc) or any(map(str.isspace, text)):
        raise ValueError("name the host in people's address bar, such as https://projects.example.cn")
    if is_every_address(host):
        raise ValueError(
            f"name the host in people's address bar, such as https://projects.example.cn; nobody can open {host}"
        )
    if parts.query or parts.fragment:
        raise ValueError("end with the host or a path, without ? and #")
    return text


def log_name(text: str) -> str:
    """Read the name of a log.

    Raises:
        ValueError: it cannot stand in a signed note.
    """
    if "+" in text or not text.isprintable() or any(map(str.isspace, text)):
        raise ValueError("be a name without spaces and +, such as projects.example.cn/journal")
    return text


def gateway(text: str) -> str:
    """Read the address by which text messages are sent: console:, file:/path, or a gateway's https address.

    Raises:
        ValueError: no message could be sent by it, or anybody on the way could read it.
    """
    parts = _split(text)
    open_to_all = parts.scheme == "http" and parts.hostname not in OWN_HOSTS
    if parts.scheme == "console" or (parts.scheme == "file" and parts.path.startswith("/")):
        return text
    if parts.scheme not in SCHEMES or not parts.hostname or open_to_all or any(map(str.isspace, text)):
        raise ValueError(
            "be console:, file:/path or the https:// address of a gateway (http:// only on this machine)"
        )
    return text


def terms(text: str) -> str:
    """Read the address of the terms under which data is given away.

    Raises:
        ValueError: nobody could read them there.
    """
    parts = _split(text)
    if parts.scheme not in SCHEMES or not parts.hostname or any(map(str.isspace, text)):
        raise ValueError("be a web address, such as https://creativecommons.org/licenses/by/4.0/")
    return text


def ocid_prefix(text: str) -> str:
    """Read the prefix of a publisher of open contracting data.

    Raises:
        ValueError: it is not one.
    """
    if not _OCID_PREFIX.fullmatch(text):
        raise ValueError(
            "be ocds- and six small letters or digits, as the Open Contracting Partnership gives them out"
        )
    return text


def tiles(text: str) -> str:
    """Read the address pattern of map tiles.

    Raises:
        ValueError: a browser could not ask by it, or it could say something else to a browser than an address.
    """
    parts = _split(text)
    names = re.findall(r"\{[^{}]*\}", text)
    plain = re.sub(r"\{[xyz]\}", "", text)
    host = _TILE_HOST.fullmatch(parts.netloc)
    if (
        parts.scheme not in SCHEMES
        or not host
        or sorted(names) != ["{x}", "{y}", "{z}"]
        or not _TILE.fullmatch(plain)
    ):
        raise ValueError(
            "be a web address with {z}, {x} and {y} once each, such as https://tiles.example.cn/{z}/{x}/{y}.png"
        )
    return text


def is_every_address(host: str) -> bool:
    """Say whether to listen on that host is to listen on every address of the machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise ValueError("be a web address, such as https://projects.example.cn") from error
    return parts


def hour(text: str) -> int:
    """Read an hour of the day.

    Raises:
        ValueError: it is none.
    """
    if not (text.isascii() and text.isdigit() and int(text) < 24):
        raise ValueError("be an hour from 0 to 23")
    return int(text)


def psycopg(url: str) -> str:
    """Name our driver in a PostgreSQL address that names none."""
    scheme, mark, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if mark and scheme in {"postgres", "postgresql"} else url


def written(value: object) -> str:
    """Return a setting as the text from which it is read again."""
    if isinstance(value, tuple):
        return ",".join(value)
    return str(int(value)) if isinstance(value, bool) else str(value)
