"""Files for tests that tell who made them, where and with what, in every place their formats have; and what one tells."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, PngImagePlugin

from microprojects.domain.uploads import Media, sniff
from tests.papers import SECRET, inside, paper, telling_paper

PHONE = SECRET.decode()
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>{PHONE}</dc:creator></x:xmpmeta>".encode()
# 22.54 N, 114.06 E: a door in Futian.
_GPS = {1: "N", 2: (22.0, 32.0, 24.0), 3: "E", 4: (114.0, 3.0, 36.0), 29: "2026:03:04", 27: SECRET}
# What a picture may say: how its colours and dots are meant.
_HARMLESS = frozenset({"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "loop", "background", "timestamp",
                       "duration", "transparency", "progression", "progressive"})  # fmt: skip


def telling_files(media: Media) -> dict[str, bytes]:
    """Files of a kind by what is special about them."""
    if media is Media.PDF:
        return {"paper": telling_paper(), **{f"photo inside, {how}": _album(how) for how in _FILTERS}}
    if media is Media.JPEG:
        return {"jpeg": jpeg(), "two jpegs in one": jpeg() + jpeg(), "moving": jpeg() + b"ftypmp42" + SECRET}
    return {media.extension: png() if media is Media.PNG else webp()}


def exif() -> bytes:
    """The position, the camera, the person, and a small picture that tells them once more."""
    told = Image.Exif()
    told[0x010E], told[0x013B], told[0x8298], told[0x9C9D] = PHONE, PHONE, PHONE, PHONE.encode("utf-16-le")
    told.get_ifd(0x8825).update(_GPS)
    told.get_ifd(0x8769).update({0x9286: b"ASCII\0\0\0" + SECRET, 0xA430: PHONE, 0x927C: SECRET})
    return told.tobytes() + _drawn("JPEG", comment=SECRET)


def jpeg() -> bytes:
    """A JPEG with Exif, XMP, IPTC, a comment and an unknown block, and more behind its end."""
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 16) + b"\x1c\x02\x50\x00\x0b" + SECRET
    blocks = _block(0xED, iptc) + _block(0xEC, SECRET) + _block(0xE2, b"FPXR\0" + SECRET)
    plain = _drawn("JPEG", exif=exif(), xmp=XMP, comment=SECRET)
    return plain[:2] + blocks + plain[2:] + SECRET


def png() -> bytes:
    """A PNG with words in every chunk that has room for them."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", PHONE)
    words.add_text("Comment", PHONE, zip=True)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return _drawn("PNG", exif=exif(), pnginfo=words) + SECRET


def webp() -> bytes:
    """A WebP with Exif and XMP."""
    return _drawn("WEBP", exif=exif(), xmp=XMP)


def _drawn(kind: str, **told: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, kind, **told)
    return out.getvalue()


def _block(marker: int, words: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(words) + 2) + words


_FILTERS = ("alone", "in a list", "under another", "jpeg 2000", "raw")


def _album(how: str) -> bytes:
    """A paper with a photo that tells, packed as some programs pack it."""
    with Pdf.open(io.BytesIO(paper())) as pdf:
        photo = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48)
        photo.ColorSpace, photo.BitsPerComponent = Name.DeviceRGB, 8
        if how == "alone":
            photo.write(jpeg(), filter=Name.DCTDecode)
        elif how == "in a list":
            photo.write(jpeg(), filter=Array([Name.DCTDecode]))
        elif how == "under another":
            packed = zlib.compress(jpeg())
            photo.write(packed, filter=Array([Name.FlateDecode, Name.DCTDecode]))
        elif how == "jpeg 2000":
            photo.write(_jpeg2000(), filter=Name.JPXDecode)
        else:
            photo.write(b"\x80" * (64 * 48 * 3))
        pdf.pages[0].obj.Resources.XObject = Dictionary(I=photo)
        pdf.docinfo[Name.Author] = PHONE
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def _jpeg2000() -> bytes:
    """A JPEG 2000 with boxes of XML and of a maker before its picture, and more behind."""
    plain = _drawn("JPEG2000")
    boxes = b"".join(
        struct.pack(">I4s", len(words) + 8, kind) + words
        for kind, words in ((b"xml ", XMP), (b"uuid", b"\0" * 16 + SECRET), (b"uinf", SECRET))
    )
    before = plain.index(b"jp2c") - 4
    return plain[:before] + boxes + plain[before:] + boxes


def tells(data: bytes) -> list[str]:
    """What a kept file says beside what it shows."""
    if sniff(data) is Media.PDF:
        inner = (inside(data), *_unpacked(data))
        return ["words"] * any(word in each for word in (SECRET, PHONE.encode("utf-16-be")) for each in inner)
    return ["words"] * (SECRET in data) + [*_of_picture(data)]


def _unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes of every stream of a paper, without the outermost of two packings."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        for each in pdf.objects:
            if isinstance(each, Stream):
                raw = each.read_raw_bytes()
                yield zlib.decompressobj().decompress(raw) if raw[:1] == b"x" else raw


def _of_picture(data: bytes) -> Iterator[str]:
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        yield from sorted(set(picture.info) - _HARMLESS)
        yield from (f"exif {tag}" for tag in picture.getexif())
