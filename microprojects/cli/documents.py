"""`documents`: the pages of docs/ that are made from our own tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import click

from microprojects.cli import law_pages
from microprojects.config import PREFIX, Settings

FOLDER = Path(__file__).resolve().parents[2] / "docs"
HEAD = """<!-- Made by `microprojects documents`; change the code, not this page. -->

# Settings

Each is an environment variable. An empty one counts as not set.

| variable | default | meaning |
| --- | --- | --- |
"""


def settings_page() -> str:
    """Return docs/settings.md."""
    rows = [
        f"| `{PREFIX}{name.upper()}` | {_shown(told['shown'])} | {told['meaning']} |"
        for name, told in ((field.name, field.metadata) for field in dataclasses.fields(Settings))
    ]
    return HEAD + "\n".join(rows) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "lifecycle.md": law_pages.lifecycle_page,
    "permissions.md": law_pages.permissions_page,
    "parameters.md": law_pages.parameters_page,
}


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a page is not what the tables say.")
def documents(check: bool) -> None:
    """Write the pages of docs/ that are made from tables."""
    stale = [name for name, page in PAGES.items() if _present(name) != page()]
    for name in stale:
        if not check:
            FOLDER.mkdir(exist_ok=True)
            (FOLDER / name).write_text(PAGES[name](), encoding="utf-8")
        click.echo(f"docs/{name} {'is stale: run microprojects documents' if check else 'written'}")
    click.get_current_context().exit(1 if check and stale else 0)


def _present(name: str) -> str | None:
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.exists() else None


def _shown(default: object) -> str:
    text = str(default)
    if not text:
        return "not set"
    return text if "`" in text or " " in text else f"`{text}`"
