"""The bytes of attached files, in the data folder under their SHA-256; pictures and papers are made anew before they are kept.

Source: OWASP ASVS 5.0.0, 5.2 and 5.3 (files); 个人信息保护法 art. 6 (the place and the
device that a photo tells are not needed).
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app
from PIL import Image, ImageOps

from microprojects.domain.errors import NotFound
from microprojects.domain.uploads import BrokenPicture, FileChanged, Media, TooManyPixels
from microprojects.store import papers

MOST_PIXELS = 25_000_000
LONGEST_SIDE = 2400
THUMB_SIDE = 480
THUMB = Media.WEBP
_EXTENSION = "microprojects_files"
_MOST_SOUND = 100_000
# Files that this process found to be what their names say, by what changes with their content.
_SOUND: dict[str, tuple[int, int, int, int]] = {}
_FORMATS = {Media.JPEG: "JPEG", Media.PNG: "PNG", Media.WEBP: "WEBP"}
_HOW: dict[Media, dict[str, int | bool]] = {
    Media.JPEG: {"quality": 85, "optimize": True},
    Media.PNG: {"compress_level": 6},
    Media.WEBP: {"quality": 85},
}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Kept:
    """What was kept of one upload: its hash and size, and the hash of its small picture if it is one."""

    sha256: str
    size: int
    thumb_sha256: str | None = None
    words: str = ""  # of a paper
    is_whole: bool = False  # nothing is on it but its words


def init_app(app: Flask, folder: Path) -> None:
    """Tell the app in which folder files are kept."""
    app.extensions[_EXTENSION] = folder


def keep(media: Media, data: bytes) -> Kept:
    """Keep the content of a file and return its hash. The same content is kept once.

    A picture is decoded and written as new pixels: turned upright, at most
    LONGEST_SIDE wide or high, without any metadata. Of a PDF the pages are kept,
    and nothing that tells who made it, runs, or lies inside; its words are read.

    Raises:
        BrokenPicture, BrokenPaper: it cannot be decoded.
        TooManyPixels: decoding it would take too much memory.
        LockedPaper: it is encrypted.
    """
    if not media.is_image:
        paper = papers.pressed(data)
        said = papers.words(paper)
        return Kept(_write(paper), len(paper), words=said.text, is_whole=said.is_whole)
    picture = _decoded(media, data)
    drawn = _encoded(picture, media)
    picture.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return Kept(_write(drawn), len(drawn), _write(_encoded(picture, THUMB)))


def describe(data: bytes) -> Kept:
    """Return hash and size of a text that is kept in the database instead."""
    return Kept(hashlib.sha256(data).hexdigest(), len(data))


def path_of(digest: str) -> Path:
    """Return the path of the file with that hash.

    Raises:
        NotFound: it is not there.
    """
    path = _place(digest)
    if not path.is_file():
        raise NotFound
    return path


def sound_path(digest: str) -> Path:
    """Return the path of the file with that hash, read anew where it may have changed since this process read it.

    Raises:
        NotFound: it is not there.
        FileChanged: it is another file by now.
    """
    path = path_of(digest)
    now = path.stat()
    mark = (now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns)
    if _SOUND.get(str(path)) == mark:
        return path
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != digest:
        current_app.logger.error("ALARM: the kept file %s was overwritten; it is not sent", path)
        raise FileChanged
    if len(_SOUND) >= _MOST_SOUND:
        _SOUND.clear()
    _SOUND[str(path)] = mark
    return path


def remove(digests: Iterable[str]) -> None:
    """Delete kept files that no row names any more, after the deed has committed."""
    for digest in digests:
        _place(digest).unlink(missing_ok=True)


def every(digit: str = "[0-9a-f]") -> Iterator[Path]:
    """Yield the path of every kept file whose name begins with a digit, or of all, in order."""
    folder = current_app.extensions[_EXTENSION]
    assert isinstance(folder, Path)
    for part in sorted(folder.glob(f"{digit}[0-9a-f]")):
        yield from (path for path in sorted(part.glob("*")) if not path.name.startswith("."))


def _decoded(media: Media, data: bytes) -> Image.Image:
    """Return the pixels of the first frame in one of the plain modes, and nothing else of the file."""
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[media]]) as found:
            if found.width * found.height > MOST_PIXELS:
                raise TooManyPixels(limit=MOST_PIXELS // 10_000)
            found.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # first, so that no second large picture is made
            upright = ImageOps.exif_transpose(found)
            clear = upright.has_transparency_data and media is not Media.JPEG
            plain = upright.convert("RGBA" if clear else "RGB")
    except TooManyPixels:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise TooManyPixels(limit=MOST_PIXELS // 10_000) from bomb
    except Exception as broken:  # decoders of hostile bytes fail in as many ways as there are bytes
        raise BrokenPicture from broken
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    return fresh


def _encoded(picture: Image.Image, media: Media) -> bytes:
    out = io.BytesIO()
    picture.save(out, _FORMATS[media], **_HOW[media])
    return out.getvalue()


def _write(data: bytes) -> str:
    """Write the bytes under their hash: all of them, or no file of that name."""
    digest = hashlib.sha256(data).hexdigest()
    path = _place(digest)
    if path.is_file():
        return digest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return digest


def _place(digest: str) -> Path:
    folder = current_app.extensions[_EXTENSION]
    assert isinstance(folder, Path)
    return folder / digest[:2] / digest[2:]
