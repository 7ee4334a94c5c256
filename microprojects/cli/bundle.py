"""`bundle`: the whole public record as files in a folder, with the program that checks them."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from microprojects.cli import application
from microprojects.cli.trouble import CannotGoOn
from microprojects.store import bundles


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def bundle(folder: Path, as_json: bool) -> None:
    """Write the whole public record into a folder: journal, polls, disclosures, tables, verify.py and the list of them.

    The folder is new, empty, or holds an earlier record, which is replaced. Nothing is left half written.
    """
    folder = Path(os.path.abspath(folder))  # a link is not followed: it is the folder that was named
    _insist_on_ours(folder)
    with application.opened():
        try:
            files, size = _written(folder)
        except OSError as error:
            raise CannotGoOn(
                f"{folder} cannot be written ({error.strerror}). Name another folder, or make room."
            ) from error
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "files": files, "bytes": size}))
    else:
        click.echo(
            f"{files} files, {size:,} bytes in {folder}. Check them: python3 {folder}/verify.py {folder}"
        )


def _insist_on_ours(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier record.

    Raises:
        CannotGoOn: it does.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise CannotGoOn(f"{folder} is no folder. Name a new one.")
    if not folder.exists():
        return
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    strange = sorted(present - _listed(folder))
    if strange:
        raise CannotGoOn(
            f"{folder} holds {strange[0]}, which is not of a record. Name a new folder, or empty this one."
        )


def _listed(folder: Path) -> set[str]:
    try:
        told = json.loads((folder / bundles.MANIFEST).read_bytes())
        return {bundles.MANIFEST, *(str(row["path"]) for row in told["files"])}
    except (OSError, ValueError, LookupError, TypeError):
        return set()


def _written(folder: Path) -> tuple[int, int]:
    """Write into a folder beside, then put it in place; return how many files and bytes."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fresh = beside / "new"
        fresh.mkdir()
        with bundles.moment() as session:
            sizes = [_put(fresh / path, data) for path, data in bundles.pieces(session)]
        _swap(folder, fresh, beside / "old")
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return len(sizes), sum(sizes)


def _swap(folder: Path, fresh: Path, old: Path) -> None:
    """Put the fresh record in place; where that cannot be, the old one is back where it was."""
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise


def _put(path: Path, data: Iterable[bytes]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        size = sum(file.write(piece) for piece in data)
        file.flush()
        os.fsync(file.fileno())
    return size
