"""What `doctor` looks at when it is asked to: every row against the journal, every kept file against its fingerprint."""

from __future__ import annotations

from collections.abc import Iterator

from microprojects.cli.findings import Finding
from microprojects.store import bundles, kept_files, self_checks
from microprojects.store.db import db

_RECORD, _FILES = "record", "files"


def record() -> Iterator[Finding]:
    """Hold the site against its journal by the rules of the program in the download."""
    with bundles.moment() as session:
        found = self_checks.look(session, language=1)
    for sentence in found:
        yield Finding(_RECORD, False, sentence)
    if not found:
        yield Finding(_RECORD, True, "every row is as the journal and the disclosures tell")


def last_record() -> Iterator[Finding]:
    """Tell what `tend` found when it last did the same."""
    last = self_checks.last()
    if last is not None and last.wrongs:
        told = f"{last.day}: {len(last.wrongs)} rows are not as the journal tells; see doctor --record"
        yield Finding(_RECORD, False, told)


def files() -> Iterator[Finding]:
    """Read every kept file, and name those that are wrong, missing or belong to nothing."""
    read = 0
    for count, trouble in kept_files.look(db.session()):
        read = count
        if trouble:
            yield Finding(_FILES, trouble.harmless, trouble.sentence)
    yield Finding(_FILES, True, f"{read} files read")
