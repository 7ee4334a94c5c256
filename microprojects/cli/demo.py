"""`demo`: a fictional district loaded once, kept, shown and served."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import click

from microprojects.cli import application, demo_folder, serve
from microprojects.cli.demo_folder import Account, Loader
from microprojects.cli.trouble import CannotGoOn, address_to_listen_on
from microprojects.config import PREFIX, Mode, Settings

DATABASE = f"{PREFIX}DATABASE_URL"
COLUMNS = ("username", "password", "totp_secret", "role", "community")


def command(load: Loader) -> click.Command:
    """Return the command that shows the district which `load` fills into an empty database."""

    @click.command("demo")
    @click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of the demo.")
    @click.option("--fresh", is_flag=True, help="Throw away the demo kept there and load it anew.")
    @click.option("--no-serve", is_flag=True, help="Set up and load, then exit.")
    @click.option("--json", "as_json", is_flag=True, help="Print address and accounts as one JSON document.")
    @serve.listening
    def demo(
        data: Path | None,
        fresh: bool,
        no_serve: bool,
        as_json: bool,
        host: str,
        port: int,
        workers: int | None,
    ) -> None:
        """Load a fictional district on an embedded database and serve it.

        A second start keeps the data.
        """
        _insist_on_no_other_database()
        given: dict[str, object] = {"mode": Mode.DEMO} | ({} if data is None else {"data_dir": data})
        settings = application.settings_from_environment(**given).serving(host, port)
        address = host if no_serve else address_to_listen_on(host, port)
        with demo_folder.opened(settings, load, fresh=fresh) as accounts:
            click.echo(_document(settings, accounts) if as_json else _table(settings, accounts))
            if not no_serve:
                serve.run(settings, host=address, port=port, workers=workers)

    return demo


def _insist_on_no_other_database() -> None:
    """Go on only if nobody expects the demo in a database that is named.

    Raises:
        CannotGoOn: one is.
    """
    if os.environ.get(DATABASE):
        raise CannotGoOn(
            f"The demo makes an embedded database of its own, but {DATABASE} names another one. "
            f"Take that away, for example with: env -u {DATABASE} ./run"
        )


def _document(settings: Settings, accounts: Sequence[Account]) -> str:
    listed = [{column: account.get(column) for column in COLUMNS} for account in accounts]
    return json.dumps({"base_url": settings.base_url, "accounts": listed}, ensure_ascii=False, indent=1)


def _table(settings: Settings, accounts: Sequence[Account]) -> str:
    rows = [COLUMNS, *[tuple(str(account.get(column) or "-") for column in COLUMNS) for account in accounts]]
    widths = [max(len(row[index]) for row in rows) for index in range(len(COLUMNS))]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join([f"Demo: {settings.base_url}", "", *lines, ""])
