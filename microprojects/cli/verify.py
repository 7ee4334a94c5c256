"""`verify`: a downloaded public record checked without a database."""

from __future__ import annotations

import json
from pathlib import Path

import click

from microprojects import verify as standalone
from microprojects.cli.trouble import CannotGoOn
from microprojects.domain import journal
from microprojects.domain.journal import Verdict

RECORD = "entries.jsonl"
COPY = standalone.COPY_LIST


@click.command()
@click.argument("source", metavar="DIR|FILE", type=click.Path(exists=True, path_type=Path))
@click.option("--head", help="Hash that the last entry must have; it shows whether the end was cut off.")
@click.option("--key", default="", metavar="VKEY", help="Public key that checkpoints must be signed with.")
@click.option(
    "--printed", nargs=2, multiple=True, metavar="N CODE", help="Number and code on a sheet of paper."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def verify(
    source: Path, head: str | None, key: str, printed: tuple[tuple[str, str], ...], as_json: bool
) -> None:
    """Check the public record in a folder or a file, or a published copy with the record in it.

    Exits 0 when it is whole, 1 naming the first entry that does not hold, 2 when it cannot be read.
    A folder that `bundle` wrote is checked by the very program that lies in it as verify.py.
    """
    codes = _codes(printed)
    if (source / COPY).is_file():
        _told(standalone.copied(source, key=key, printed=codes), as_json=as_json)
    if _is_bundle(source) or codes:
        whole = source if _is_bundle(source) or source.is_file() else source / RECORD
        _told(standalone.checked(whole, head=head or "", key=key, printed=codes), as_json=as_json)
    lines = _lines(source)
    if not any(map(_is_object, lines)):
        raise CannotGoOn(
            f"{source} holds no entry of a public record. Download it again, or name another file."
        )
    verdict = journal.check_chain(lines)
    cut = verdict.whole and head is not None and verdict.head != head
    if as_json:
        click.echo(json.dumps(_document(verdict, cut=cut), ensure_ascii=False))
    else:
        click.echo(verdict.sentence)
        if cut:
            click.echo(f"The last entry is {verdict.head}, not {head}: its end was cut off.")
    click.get_current_context().exit(0 if verdict.whole and not cut else 1)


@click.command()
@click.argument("address", metavar="URL")
@click.option(
    "--keep",
    "folder",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to keep what was seen.",
)
@click.option("--key", default="", metavar="VKEY", help="Public key that checkpoints must be signed with.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def witness(address: str, folder: Path, key: str, as_json: bool) -> None:
    """Fetch the newest checkpoint of a site and demand the proof that it only adds to the last one seen.

    Exits 0 when it does, 1 when history was rewritten, forked or cut, 2 when nothing could be fetched.
    """
    report = standalone.watched(address, folder, key=key)
    if not report.read:
        raise CannotGoOn(str(report.document()["sentence"]))
    click.echo(json.dumps(report.document(), ensure_ascii=False) if as_json else report.spoken().rstrip("\n"))
    click.get_current_context().exit(report.code)


def _is_bundle(source: Path) -> bool:
    """Tell whether a folder holds more than the journal, so that a lost list does not make it less."""
    return source.is_dir() and any(
        (source / name).exists() for name in ("manifest.json", "polls", "verify.py")
    )


def _codes(printed: tuple[tuple[str, str], ...]) -> list[tuple[int, str]]:
    try:
        return [standalone.printed_of(words) for words in printed]
    except standalone.Wrong as wrong:
        told = " ".join(printed[0])
        raise CannotGoOn(f"--printed takes a number and at least eight digits, not {told[:80]!r}.") from wrong


def _told(report: standalone.Report, *, as_json: bool) -> None:
    """Print what was found, and end with its code."""
    if not report.read:
        raise CannotGoOn(str(report.document()["sentence"]))
    told = json.dumps(report.document(), ensure_ascii=False) if as_json else report.spoken().rstrip("\n")
    click.echo(told)
    click.get_current_context().exit(report.code)


def _lines(source: Path) -> list[bytes]:
    path = source / RECORD if source.is_dir() else source
    try:
        return journal.split_lines(path.read_bytes())
    except OSError as error:
        raise CannotGoOn(
            f"{path} cannot be read ({error.strerror}). Name a downloaded record, or a folder with {RECORD}."
        ) from error


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _document(verdict: Verdict, *, cut: bool) -> dict[str, object]:
    return {
        "whole": verdict.whole and not cut,
        "count": verdict.count,
        "head": verdict.head,
        "first_bad": verdict.count + 1 if cut else verdict.first_bad,
        "sentence": verdict.sentence,
    }
