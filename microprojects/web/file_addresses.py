"""The addresses of attached files: the number of the row, then a name that changes with the content."""

from __future__ import annotations

from microprojects.domain.uploads import Media
from microprojects.store import uploads
from microprojects.store.files import Attachment

_SHOWN = 16


def file_address(row: Attachment) -> str:
    """Return the last part of the address of a file, such as 3f9a0c1d22e4b5a6.jpg."""
    return f"{row.sha256[:_SHOWN]}.{Media(row.media_type).extension}"


def thumb_address(row: Attachment) -> str:
    """Return the last part of the address of a picture's small form."""
    return f"{(row.thumb_sha256 or row.sha256)[:_SHOWN]}.{uploads.THUMB.extension}"
