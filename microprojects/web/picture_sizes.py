"""How wide and high a picture is, so that a page keeps its place until it comes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import Image

from microprojects.domain.errors import NotFound
from microprojects.store import uploads

Size = tuple[int, int] | tuple[None, None]


def picture_size(digest: str) -> Size:
    """Return width and height of a kept picture; nothing where its file is not there."""
    try:
        return _size(uploads.path_of(digest))
    except (NotFound, OSError):
        return None, None


@lru_cache(maxsize=4096)
def _size(path: Path) -> tuple[int, int]:
    """Read the head of a file; what lies under a fingerprint never changes."""
    with Image.open(path) as picture:
        return picture.size
