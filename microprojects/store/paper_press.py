"""A program that reads a PDF and writes its pages anew, without who made it: python -m microprojects.store.paper_press.

It runs on its own, within limits, because the file comes from anybody. Source: ISO 32000-1, sections
7.5.5 (trailer), 8.11 (layers), 12.5 (annotations), 14.3 (metadata); OWASP ASVS 5.0.0, 5.2.
"""

from __future__ import annotations

import contextlib
import resource
import sys
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Object, Page, Pdf, Stream

DONE, LOCKED, BROKEN = 0, 3, 4
MOST_SECONDS, MOST_MEMORY = 20, 1 << 30
# All that a page needs to look as it did. Its annotations are drawn into it before.
_PAGE = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit",
         "/Resources", "/Contents", "/Group"}  # fmt: skip
_OF_NO_USE = ("/Metadata", "/PieceInfo", "/LastModified", "/OPI", "/AF", "/F", "/FFilter", "/FDecodeParms")
_SAYS_NOTHING = frozenset({"/Metadata", "/EmbeddedFile"})


def pressed(data: bytes) -> bytes:
    """Return a PDF with the same pages and nothing beside them: no author, no script, no file inside.

    Raises:
        PasswordError: it is encrypted.
        PdfError: it cannot be read, or has no page.
    """
    out = BytesIO()
    # A file that must be repaired first may have lost a page on its way here.
    with pikepdf.open(BytesIO(data), attempt_recovery=False) as old, Pdf.new() as new:
        if old.is_encrypted:
            raise pikepdf.PasswordError("encrypted")
        old.flatten_annotations("screen")
        for page in old.pages:
            _bare(page)
            new.pages.append(page)
        if not len(new.pages):
            raise pikepdf.PdfError("no page")
        layers = old.Root.get("/OCProperties")
        if isinstance(layers, Dictionary):  # without them, a layer that was hidden would be seen
            new.Root.OCProperties = new.copy_foreign(old.make_indirect(layers))
        for each in new.objects:
            _silence(each)
        new.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            deterministic_id=True,
        )
    return out.getvalue()


def _bare(page: Page) -> None:
    for key in set(page.obj.keys()) - _PAGE:
        del page.obj[key]


def _silence(each: Object) -> None:
    """Take from one object what it says beside what it shows."""
    if isinstance(each, Dictionary) and "/EF" in each and ("/F" in each or "/UF" in each):
        del each["/EF"]
    if not isinstance(each, Stream):
        return
    kind = str(each.get("/Type", ""))
    if kind in _SAYS_NOTHING:
        each.write(b"")
    for key in _OF_NO_USE:
        if key in each:
            del each[key]
    if each.get("/Filter") == Name.DCTDecode:
        parms = each.get("/DecodeParms")
        how = parms if isinstance(parms, Dictionary) else None
        each.write(photo_without_words(each.read_raw_bytes()), filter=Name.DCTDecode, decode_parms=how)


def photo_without_words(jpeg: bytes) -> bytes:
    """Return a JPEG without comments and application data, such as the place where it was taken.

    The markers APP0 (JFIF), APP2 (colour profile) and APP14 (Adobe: how colours are coded) say how it looks.
    """
    kept, at = [jpeg[:2]], 2
    while jpeg[at : at + 1] == b"\xff" and at + 4 <= len(jpeg):
        marker, size = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4])
        if marker == 0xDA:  # the picture itself begins
            break
        words = marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in (0xE0, 0xE2, 0xEE))
        if not words:
            kept.append(jpeg[at : at + 2 + size])
        at += 2 + size
    return b"".join(kept) + jpeg[at:]


def main() -> int:
    """Press what comes in, and say by the exit code why not."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    with contextlib.suppress(ValueError, OSError):  # some systems let nobody limit memory
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    data = sys.stdin.buffer.read()
    try:
        sheets = pressed(data)
    except pikepdf.PasswordError:
        return LOCKED
    except Exception as broken:  # a hostile file fails in as many ways as there are bytes
        sys.stderr.write(f"{type(broken).__name__}: {broken}"[:500])
        return BROKEN
    sys.stdout.buffer.write(sheets)
    sys.stdout.buffer.flush()
    return DONE


if __name__ == "__main__":
    sys.exit(main())
