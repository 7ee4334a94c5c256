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
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

DONE, LOCKED, BROKEN = 0, 3, 4
MOST_SECONDS, MOST_MEMORY = 20, 1 << 30
# All that a page needs to look as it did. Its annotations are drawn into it before.
_PAGE = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit",
         "/Resources", "/Contents", "/Group"}  # fmt: skip
_OF_NO_USE = ("/Metadata", "/PieceInfo", "/LastModified", "/OPI", "/AF", "/F", "/FFilter", "/FDecodeParms")
_SAYS_NOTHING = frozenset({"/Metadata", "/EmbeddedFile"})
_OF_A_LAYER = {"/CreatorInfo", "/User"}
# Of a JPEG: its end, a scan, and what may follow FF inside a scan; of a JPEG 2000: the boxes without which it is none.
_END, _SCAN = 0xD9, 0xDA
_OF_THE_PICTURE = (b"", b"\0", b"\x01", b"\xff", *(bytes((n,)) for n in range(0xD0, 0xD9)))
_BOXES = (b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jpch", b"jplh", b"jp2c")


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
    if isinstance(each, Dictionary):
        _silence_words(each)
    if not isinstance(each, Stream):
        return
    if str(each.get("/Type", "")) in _SAYS_NOTHING:
        each.write(b"")
    for key in _OF_NO_USE:
        if key in each:
            del each[key]
    _silence_photo(each)


def _silence_words(each: Dictionary) -> None:
    """Take away a file that lies inside, and who made a layer and what they called it."""
    if "/EF" in each and ("/F" in each or "/UF" in each):
        del each["/EF"]
    if each.get("/Type") == Name.OCG:  # a layer is switched by itself, whatever it is called
        each.Name = "-"
        for key in _OF_A_LAYER & set(each.get("/Usage", Dictionary()).keys()):
            del each.Usage[key]


def _silence_photo(each: Stream) -> None:
    """Take from a photo what it says, also where it is packed once more."""
    filters, parms = _listed(each.get("/Filter")), _listed(each.get("/DecodeParms"))
    photos = [name for name in filters if str(name) in _PHOTOS]
    if not photos:
        return
    if filters[-1] != photos[0]:
        raise pikepdf.PdfError("a photo inside a photo")
    raw, how = each.read_raw_bytes(), parms[-1] if len(parms) == len(filters) else None
    if len(filters) > 1:
        each.write(raw, filter=Array(filters[:-1]), decode_parms=Array(parms[:-1]) if parms else None)
        raw = each.read_bytes()
    bare = _PHOTOS[str(photos[0])](raw)
    each.write(bare, filter=Name(str(photos[0])), decode_parms=how if isinstance(how, Dictionary) else None)


def _listed(told: Object | None) -> list[Object]:
    return [] if told is None else list(told) if isinstance(told, Array) else [told]


def photo_without_words(jpeg: bytes) -> bytes:
    """Return a JPEG without comments and application data, such as the place where it was taken.

    JFIF, the colour profile and Adobe's block (how colours are coded) say how it looks. Nothing is kept behind the
    end of the picture, where phones put a second one. Source: ITU-T T.81 annex B; T.871.
    """
    kept, at = [jpeg[:2]], 2
    while (at := _next_marker(jpeg, at)) >= 0:
        marker, size = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4])
        if marker == _END:
            break
        end = at + 2 + size
        if marker == _SCAN:
            end = _next_marker(jpeg, end)
            end = len(jpeg) if end < 0 else end
        kept.append(_block_without_words(jpeg[at:end]))
        at = end
    return b"".join(kept) + bytes((0xFF, _END))


def _next_marker(jpeg: bytes, at: int) -> int:
    """Return where the next block begins, -1 if none does; FF 00 and restarts belong to the picture."""
    while (at := jpeg.find(b"\xff", at)) >= 0:
        if jpeg[at + 1 : at + 2] not in _OF_THE_PICTURE:
            return at
        at += 1
    return -1


def _block_without_words(block: bytes) -> bytes:
    marker = block[1]
    if marker == 0xE0 and block[4:9] == b"JFIF\0":
        return block[:2] + b"\0\x10" + block[4:16] + b"\0\0"  # without the small picture
    if marker == 0xEE and block[4:9] == b"Adobe":
        return block[:2] + b"\0\x0e" + block[4:16]
    if 0xE0 <= marker <= 0xEF and not (marker == 0xE2 and block[4:16] == b"ICC_PROFILE\0"):
        return b""
    return b"" if marker == 0xFE else block


def wavelets_without_words(data: bytes) -> bytes:
    """Return a JPEG 2000 without comments and boxes of words. Source: ITU-T T.800 annexes A and I."""
    if data[4:8] != b"jP  ":
        return _code_without_words(data)
    kept, at = b"", 0
    while at + 8 <= len(data):
        size, kind, head = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16]), 16
        size = size or len(data) - at
        if size < head:
            raise pikepdf.PdfError("a box without an end")
        inner = data[at + head : at + size]
        if kind in _BOXES:
            inner = _code_without_words(inner) if kind == b"jp2c" else inner
            kept += (len(inner) + 8).to_bytes(4) + kind + inner
        at += size
    return kept


def _code_without_words(code: bytes) -> bytes:
    """Return the code of a JPEG 2000 without the comments before its tiles and without what stands behind it."""
    kept, at = code[:2], 2
    while code[at : at + 1] == b"\xff" and code[at + 1 : at + 2] not in (b"\x90", b""):
        end = at + 2 + int.from_bytes(code[at + 2 : at + 4])
        kept += b"" if code[at + 1] == 0x64 else code[at:end]
        at = end
    end = code.find(b"\xff\xd9", at)
    return kept + (code[at:] if end < 0 else code[at : end + 2])


_PHOTOS = {"/DCTDecode": photo_without_words, "/JPXDecode": wavelets_without_words}


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
