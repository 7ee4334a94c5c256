"""Every setting of the site, declared once: its name, its default and what it means."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from microprojects import keys, variables

PREFIX = "MICROPROJECTS_"
LEAST_SECRET = 32
DEFAULT_URL = "http://127.0.0.1:8000"
LOCALES = ("zh_CN", "en")
LARGEST = ("max_upload_bytes", "max_form_bytes", "max_form_parts")
ADDRESSES = {
    "base_url": variables.address, "data_license": variables.terms, "log_origin": variables.log_name,
    "ocds_prefix": variables.ocid_prefix, "record_hour": variables.hour, "sms_url": variables.gateway,
    "tile_url": variables.tiles,
}  # fmt: skip
COUNTS = frozenset({"proxy_hops", "kept_pages", "figures_minutes", "kept_records", *LARGEST})


class ConfigurationError(Exception):
    """The settings do not allow a start; the message says what is so and what cures it."""

    code = "configuration"


class Mode(StrEnum):
    """What the site is started for."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


def setting(default: Any, meaning: str, *, shown: str | None = None, secret: bool = False) -> Any:
    """Declare one setting; `shown` replaces the default in the documentation."""
    told = {"meaning": meaning, "shown": default if shown is None else shown, "secret": secret}
    return field(default=default, metadata=told, repr=not secret)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one start. An empty text means "not set"."""

    mode: Mode = setting(
        Mode.PRODUCTION,
        "`production`, `demo` or `test`. Only `production` insists on a secret and on named hosts; "
        "the other two make their own secret and keep it in `KEY_DIR`.",
    )
    data_dir: Path = setting(
        Path("data"),
        "Folder for the embedded database, uploaded files and keys. One that is made here is for its owner alone.",
    )
    key_dir: Path = setting(
        Path(),
        "Folder for keys. Nobody but its owner may read it. Production wants `fields.key` there, which seals "
        "personal values.",
        shown="`keys` in `DATA_DIR`",
    )
    database_url: str = setting(
        "",
        "Database address: `sqlite:////folder/file` or `postgresql://user@host/name`.",
        shown="SQLite file `microprojects.sqlite3` in `DATA_DIR`",
        secret=True,
    )
    secret_key: str = setting(
        "",
        f"Secret of at least {LEAST_SECRET} characters that signs cookies. "
        "Production does not start without it.",
        shown="made and kept in `KEY_DIR`, except in production",
        secret=True,
    )
    base_url: str = setting(
        DEFAULT_URL,
        "Public address of the site, without a slash at the end. With `https`, cookies go over TLS only.",
    )
    trusted_hosts: tuple[str, ...] = setting(
        (),
        "Host names the site answers to, with commas between; a name that begins with a dot stands for all "
        "its subdomains. Production refuses `*`.",
        shown="the host of `BASE_URL`; outside production also `localhost` and `127.0.0.1`",
    )
    log_origin: str = setting(
        "",
        "Name under which checkpoints are signed. It stays when the address changes: another name is another log.",
        shown="the host of `BASE_URL` and `/journal`",
    )
    proxy_hops: int = setting(0, "Number of reverse proxies whose `X-Forwarded-*` headers are believed.")
    locale: str = setting("zh_CN", "Language of a visitor who has not chosen one: `zh_CN` or `en`.")
    site_name: str = setting("", "Name in the head of every page.", shown="民生微实事")
    privacy_file: Path = setting(Path(), "File with the text of `/privacy`; `#` begins a head.", shown="ours")
    kept_pages: int = setting(
        500, "How many public pages each process keeps ready while nothing is written; `0` keeps none."
    )
    figures_minutes: int = setting(
        10, "Minutes for which a process keeps the charts' figures; `0` keeps none."
    )
    record_dir: Path = setting(Path(), "Folder for packed records.", shown="`records` in `DATA_DIR`")
    record_hour: int = setting(2, "Hour of Shanghai, 0 to 23, from which on `tend` packs the day's record.")
    kept_records: int = setting(7, "How many packed records of days are kept; `0` packs none.")
    max_upload_bytes: int = setting(20 * 1024 * 1024, "Largest request, files included, in bytes.")
    max_form_bytes: int = setting(500_000, "Largest form without its files, in bytes.")
    max_form_parts: int = setting(1_000, "Largest number of fields and files in one form.")
    log_server: bool = setting(default=False, shown="0", meaning="`1` lets the WSGI server tell of itself.")
    redis_url: str = setting("", "Address of a Redis server. Nothing needs one so far.", secret=True)
    sms_url: str = setting(
        "",
        "How codes for residents' polls are sent: `console:` shows them on the terminal, `file:/path` appends a line "
        'of JSON each, `https://user:password@gateway/path` gets a `POST` of `{"phone": "...", "text": "..."}` '
        "and has 8 seconds to answer with a status from 200 to 299. A code is good for 10 minutes; 3 messages a phone "
        "and 30 a network address are free, 5 wrong codes a phone, 30 wrong codes of slips an address; then each "
        "further one waits, from 1 minute to 30.",
        shown="`console:`, in production not set: no codes are sent",
        secret=True,
    )
    mail_url: str = setting("", "Server for mail, `smtp://user:password@host`. Not used yet.", secret=True)
    ocds_prefix: str = setting(
        "ocds-000000",
        "Prefix in open contracting data. The default is nobody's; the Open Contracting Partnership gives them out.",
    )
    data_license: str = setting(
        "https://creativecommons.org/licenses/by/4.0/",
        "Address of the terms under which the open data may be used; it stands in every package and the catalogue.",
    )
    tile_url: str = setting("", "Address of map tiles, with `{z}`, `{x}` and `{y}`; see [the map](map.md).")
    tile_attribution: str = setting("", "Whose map the tiles are, as its terms want it said below the map.")
    map_note: str = setting("", "Stands below the map, such as the number of its review (审图号).")

    @classmethod
    def load(cls, environ: Mapping[str, str], **given: Any) -> Self:
        """Read the settings from the environment; `given` values go before it.

        Raises:
            ConfigurationError: a value cannot be read, or production is not safe to start.
        """
        names = {f.name: PREFIX + f.name.upper() for f in dataclasses.fields(cls)}
        values = {name: _read(name, environ[key]) for name, key in names.items() if environ.get(key)}
        return cls(**(values | given)).completed()

    def completed(self) -> Self:
        """Return the settings with derived defaults filled in, made safe to start with.

        Raises:
            ConfigurationError: production lacks a secret or names a wildcard host, or others can read a key.
        """
        data_dir = self.data_dir.expanduser().absolute()
        key_dir = self.key_dir.expanduser().absolute() if self.key_dir != Path() else data_dir / "keys"
        records = self.record_dir if self.record_dir != Path() else data_dir / "records"
        own_host = urlsplit(self.base_url).hostname or ""
        hosts = self.trusted_hosts or ((own_host,) if own_host else ())
        if self.mode is not Mode.PRODUCTION and not self.trusted_hosts:
            hosts = tuple(dict.fromkeys((*hosts, "localhost", "127.0.0.1", "[::1]")))
        settled = dataclasses.replace(
            self,
            data_dir=data_dir,
            key_dir=key_dir,
            record_dir=records.expanduser().absolute(),
            database_url=variables.psycopg(self.database_url)
            or f"sqlite:///{data_dir / 'microprojects.sqlite3'}",
            trusted_hosts=hosts,
            base_url=self.base_url.rstrip("/"),
            log_origin=self.log_origin or f"{own_host}/journal",
            sms_url=self.sms_url or ("" if self.mode is Mode.PRODUCTION else "console:"),
        )
        if self.mode is Mode.PRODUCTION:
            _insist_on_safety(settled)
        _insist_on_private_keys(settled.key_dir)
        return (
            settled if settled.secret_key else dataclasses.replace(settled, secret_key=settled.kept_secret())
        )

    def kept_secret(self) -> str:
        """Return the secret kept in the key folder, made at the first call.

        Raises:
            ConfigurationError: the folder cannot be written.
        """
        try:
            return keys.keep(self.key_dir, "secret").hex()
        except OSError as error:
            raise ConfigurationError(
                f"The key folder {self.key_dir} cannot be written ({error.strerror}). "
                f"Give another one by {PREFIX}KEY_DIR or {PREFIX}DATA_DIR, or correct its owner."
            ) from error

    def field_key(self) -> bytes:
        """Return the key that personal values are sealed with, made at the first start of a demo or a test.

        Production never makes one by itself: where values are sealed already, a new key
        would lose them all.

        Raises:
            ConfigurationError: the key is missing, damaged, or cannot be read.
        """
        path = self.key_dir / f"{keys.FIELDS}.key"
        try:
            if self.mode is Mode.PRODUCTION and not path.exists():
                raise ConfigurationError(
                    f"The key file {path} is missing. Restore it from its copy; for a new site make it with: "
                    f"(umask 077 && mkdir -p {path.parent} && head -c {keys.LENGTH} /dev/urandom > {path})"
                )
            key = keys.keep(self.key_dir, keys.FIELDS)
        except OSError as error:
            raise ConfigurationError(
                f"The key file {path} cannot be read ({error.strerror}). Correct its owner."
            ) from error
        if len(key) != keys.LENGTH:
            raise ConfigurationError(f"The key file {path} is damaged. Restore it from its copy.")
        return key

    def serving(self, host: str, port: int) -> Self:
        """Return the settings of a site served there, whose public address it is unless another was given."""
        if self.base_url != DEFAULT_URL:
            return self
        if variables.is_every_address(host):
            host = "::1" if ":" in host else "127.0.0.1"
        shown = bracketed(host)
        hosts = tuple(dict.fromkeys((*self.trusted_hosts, shown)))
        return dataclasses.replace(self, base_url=f"http://{shown}:{port}", trusted_hosts=hosts)

    def environment(self) -> dict[str, str]:
        """Return the variables from which `load` makes these settings again, for a child process."""
        return {
            PREFIX + f.name.upper(): variables.written(getattr(self, f.name))
            for f in dataclasses.fields(self)
        }

    @property
    def files_dir(self) -> Path:
        """The folder for uploaded files."""
        return self.data_dir / "files"

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https:")


def bracketed(host: str) -> str:
    """Return the host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def _read(name: str, text: str) -> Any:
    """Turn the text of one environment variable into the setting's value."""
    try:
        if name in {"data_dir", "key_dir", "record_dir", "privacy_file"}:
            return Path(text)
        if name == "trusted_hosts":
            return tuple(host.strip() for host in text.split(",") if host.strip())
        if name == "mode":
            return Mode(variables.one_of(text, [mode.value for mode in Mode]))
        if name == "log_server":
            return variables.one_of(text, ("0", "1")) == "1"
        if name in COUNTS:
            return variables.natural(text)
        if name == "locale":
            return variables.one_of(text, LOCALES)
        return ADDRESSES[name](text) if name in ADDRESSES else text
    except ValueError as error:
        said = "cannot be used" if name == "sms_url" else f"is {text!r}"  # the first may hold a password
        raise ConfigurationError(
            f"{PREFIX}{name.upper()} {said}, but it must {error}. See docs/settings.md."
        ) from error


def _insist_on_safety(settings: Settings) -> None:
    if len(settings.secret_key) < LEAST_SECRET:
        raise ConfigurationError(
            f"{PREFIX}SECRET_KEY is missing or shorter than {LEAST_SECRET} characters. "
            "Set it to the output of: python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    wild = [host for host in settings.trusted_hosts if "*" in host or not host.strip(".")]
    if wild or not settings.trusted_hosts:
        found = repr(wild[0]) if wild else "nothing"
        raise ConfigurationError(
            f"{PREFIX}TRUSTED_HOSTS must name the hosts of the site and nothing wider, but it has {found}. "
            "Set it to the name in people's address bar, such as projects.example.cn."
        )


def _insist_on_private_keys(key_dir: Path) -> None:
    try:
        open_path = keys.readable_by_others(key_dir)
    except OSError as error:
        raise ConfigurationError(
            f"The key folder {key_dir} cannot be entered ({error.strerror}). Run this as its owner."
        ) from error
    if open_path is not None:
        raise ConfigurationError(
            f"Other users of this machine can read {open_path}. Close it with: chmod go-rwx {open_path}"
        )
