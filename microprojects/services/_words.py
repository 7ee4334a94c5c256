"""Free text that becomes public: composed, measured and looked through for personal data."""

from __future__ import annotations

import hashlib
import unicodedata

from microprojects.domain import texts
from microprojects.domain.privacy import require_clean


def public_line(label: str, text: str, *, limit: int = texts.LINE, needed: bool = True) -> str:
    """Return one line of text as it may be published.

    Raises:
        BadValue: it is empty where it is needed, too long, or has characters that cannot be seen.
        PrivacyFinding: it holds personal data.
    """
    return _public(label, texts.line(label, _composed(text), limit=limit), needed=needed)


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
    require_clean(label, text)
    return text


def _composed(text: str) -> str:
    """Return the text in NFC, the one form that fingerprints are made of."""
    return unicodedata.normalize("NFC", text)
