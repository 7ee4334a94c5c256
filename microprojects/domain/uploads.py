"""Which files are taken: their kind is read from their first bytes, never from their name.

Source: WHATWG MIME Sniffing Standard section 6.1 (signatures of images) and 7.1
(PDF); ISO 32000-1 section 7.5.2; OWASP ASVS 5.0.0, 5.2.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from microprojects.domain.errors import N_, Refusal

MEBIBYTE = 1024 * 1024


class Media(StrEnum):
    """A kind of file that is taken."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"

    @property
    def extension(self) -> str:
        """The extension that a stored file of this kind gets."""
        return {"jpeg": "jpg"}.get(self.value.split("/")[1], self.value.split("/")[1])

    @property
    def is_image(self) -> bool:
        """Whether it is a picture, which is drawn anew before it is kept."""
        return self.value.startswith("image/")


PHOTOS = frozenset({Media.JPEG, Media.PNG, Media.WEBP})
PAPERS = frozenset(Media)
LARGEST = {
    Media.JPEG: 10 * MEBIBYTE,
    Media.PNG: 10 * MEBIBYTE,
    Media.WEBP: 10 * MEBIBYTE,
    Media.PDF: 20 * MEBIBYTE,
}
MOST_FILES = 20


class EmptyFile(Refusal):
    """The file has no content."""

    code = "empty-file"
    status = 422
    message = N_("“%(name)s”是空的。请重新选一个文件。")


class KindNotTaken(Refusal):
    """The content is of no kind that is taken here."""

    code = "kind-not-taken"
    status = 422
    message = N_("“%(name)s”不能上传：这里只收%(kinds)s。请另存成其中一种再传。")


class FileTooLarge(Refusal):
    """The file is above the limit of its kind."""

    code = "file-too-large"
    status = 422
    message = N_("“%(name)s”有 %(size)s MB，最多 %(limit)s MB。请压缩一下，或拍小一点再传。")


class BrokenPicture(Refusal):
    """The file begins like a picture and is none."""

    code = "broken-picture"
    status = 422
    message = N_("这张图片打不开，可能没有传完整。请重新拍一张或另存后再传。")


class TooManyPixels(Refusal):
    """The picture has more pixels than are decoded."""

    code = "too-many-pixels"
    status = 422
    message = N_("这张图片太大了，最多 %(limit)s 万像素。请缩小后再传。")


class BrokenPaper(Refusal):
    """The file begins like a PDF and cannot be read, or not in reasonable time."""

    code = "broken-paper"
    status = 422
    message = N_("这份 PDF 打不开，可能没有传完整，或者太复杂。请重新导出，或打印成 PDF 再传。")


class FileChanged(Refusal):
    """The kept file is not the one whose fingerprint was recorded; it was overwritten past the site."""

    code = "file-changed"
    status = 503
    message = N_(
        "这个文件和公布时记下的记账码对不上，在服务器上被换过，所以不给出。请告诉社区居委会；找回原来的文件以后再来看。"
    )


class LockedPaper(Refusal):
    """The PDF is encrypted, with a password or with restrictions alone."""

    code = "locked-paper"
    status = 422
    message = N_("这份 PDF 加了密码或使用限制，不能收。请用原来的软件另存一份不加密的再传。")


class TooManyFiles(Refusal):
    """The thing has as many files as it may have."""

    code = "too-many-files"
    status = 422
    message = N_("已经有 %(have)s 个文件，最多 %(limit)s 个。请先删掉用不上的。")


def sniff(data: bytes) -> Media | None:
    """Return the kind of a file by its first bytes, None if it is of no kind that is known here."""
    if data.startswith(b"\xff\xd8\xff"):
        return Media.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Media.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Media.WEBP
    if data.startswith(b"%PDF-"):
        return Media.PDF
    return None


def require_media(name: str, data: bytes, allowed: Collection[Media] = PAPERS) -> Media:
    """Return the kind of a file that may be taken; `name` is only used to speak of it.

    Raises:
        EmptyFile: it has no content.
        KindNotTaken: its content is of another kind, whatever its name says.
        FileTooLarge: it is above the limit of its kind.
    """
    shown = name if len(name) <= 40 else name[:40] + "……"
    if not data:
        raise EmptyFile(name=shown)
    media = sniff(data)
    if media is None or media not in allowed:
        kinds = "、".join(kind.extension.upper() for kind in Media if kind in allowed)
        raise KindNotTaken(name=shown, kinds=kinds)
    if len(data) > LARGEST[media]:
        raise FileTooLarge(name=shown, size=-(-len(data) // MEBIBYTE), limit=LARGEST[media] // MEBIBYTE)
    return media


def require_room(have: int, limit: int = MOST_FILES) -> None:
    """Refuse one more file where there are as many as there may be.

    Raises:
        TooManyFiles: with both numbers.
    """
    if have >= limit:
        raise TooManyFiles(have=have, limit=limit)
