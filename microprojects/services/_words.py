"""Free text that becomes public: composed, measured and looked through for personal data, and for names as it is recorded."""

from __future__ import annotations

import hashlib
import unicodedata

from sqlalchemy.orm import Session

from microprojects.domain import names, texts
from microprojects.domain.privacy import require_clean
from microprojects.store import cleared_names
from microprojects.store.db import db

_HEARD = "microprojects_words_heard"


def public_line(label: str, text: str, *, limit: int = texts.LINE, needed: bool = True) -> str:
    """Return one line of text as it may be published.

    Raises:
        BadValue: it is empty where it is needed, too long, or has characters that cannot be seen.
        PrivacyFinding: it holds personal data.
    """
    return _public(label, texts.line(label, _composed(text), limit=limit), needed=needed)


def agreed_line(label: str, text: str) -> str:
    """Return one line, or nothing, that may name somebody who agreed to it, and is not looked through for names.

    Raises:
        BadValue: it is too long, or has characters that cannot be seen.
        PrivacyFinding: it holds personal data.
    """
    told = texts.line(label, _composed(text), limit=texts.LINE)
    require_clean(label, told)
    return told


def public_text(label: str, text: str, *, limit: int, needed: bool = True) -> str:
    """Return text of several lines as it may be published.

    Raises:
        BadValue: it is empty where it is needed, too long, or has characters that cannot be seen.
        PrivacyFinding: it holds personal data.
    """
    return _public(label, texts.paragraphs(label, _composed(text), limit=limit), needed=needed)


def text_seal(*texts: str) -> dict[str, str]:
    """Return the fact by which a public text is known again: SHA-256 of its UTF-8, several joined by an end of line.

    Nothing where nothing was written.
    """
    if not any(texts):
        return {}
    return {"text_sha256": hashlib.sha256("\n".join(texts).encode()).hexdigest()}


def _public(label: str, text: str, *, needed: bool) -> str:
    if needed:
        texts.needed(label, text)
    return clean(label, text)


def clean(label: str, text: str) -> str:
    """Return a text that may be published; when its deed is recorded, it is looked through for names.

    Raises:
        PrivacyFinding: it holds personal data.
    """
    require_clean(label, text)
    hear(text)
    return text


def hear(*words: str) -> None:
    """Keep words that were found clean until their deed is recorded."""
    db.session().info.setdefault(_HEARD, []).extend(words)


def require_nobody_named(session: Session, area: str, *, writes: bool) -> None:
    """Look through the words of this deed for names of residents, in one statement, if the office wrote them.

    What a resident writes is not refused for a name; `_deed.unnamed` leaves the family name of it.

    Raises:
        NamesFound: a resident is named who did not agree to it.
    """
    heard = "\n".join(session.info.pop(_HEARD, ()))
    if writes and len(heard) >= names.LEAST:
        names.require_none(cleared_names.named_in(session, heard, area))


def _composed(text: str) -> str:
    """Return the text in NFC, the one form that fingerprints are made of."""
    return unicodedata.normalize("NFC", text)
