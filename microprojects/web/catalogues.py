"""Translations made ready at the start: a catalogue that is missing or older than its text is compiled anew."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_all(translations: Path, spare: Path) -> list[Path]:
    """Compile the `.po` files that need it and return the folders that hold the catalogues.

    The catalogue lies beside its text; where that folder cannot be written
    (a package installed for the whole machine), in `spare`.
    """
    folders = [translations]
    for text in sorted(translations.glob("*/LC_MESSAGES/*.po")):
        if _is_fresh(text.with_suffix(".mo"), text):
            continue
        try:
            _compile(text, text.with_suffix(".mo"))
        except OSError:
            made = spare / text.relative_to(translations).with_suffix(".mo")
            if not _is_fresh(made, text):
                _compile(text, made)
            # Later folders win where both hold a word, so the stale catalogue does no harm.
            folders = [translations, spare]
    return folders


def _is_fresh(made: Path, text: Path) -> bool:
    return made.is_file() and made.stat().st_mtime_ns >= text.stat().st_mtime_ns


def _compile(text: Path, made: Path) -> None:
    """Write the catalogue beside its name first, so that two workers that start together never read half a file."""
    with text.open("rb") as source:
        catalogue = read_po(source, locale=text.parents[1].name)
    made.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=made.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as target:
            write_mo(target, catalogue)
        os.replace(draft, made)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
