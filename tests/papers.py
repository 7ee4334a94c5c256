"""PDFs for tests: a plain one, and one that tells everything about who made it."""

from __future__ import annotations

import io
from typing import Any

from pikepdf import (
    Array,
    AttachedFileSpec,
    Dictionary,
    Name,
    ObjectStreamMode,
    Pdf,
    Stream,
    StreamDecodeLevel,
)
from PIL import Image

SECRET = b"13812345678"
_TOLD = SECRET.decode()


def paper(text: str = "KEPT") -> bytes:
    """Return a paper of one page with a line on it."""
    pdf = Pdf.new()
    _page(pdf, text)
    return _saved(pdf)


def telling_paper(**how: Any) -> bytes:
    """Return a paper that names its author in every place that a PDF has for it, and would run scripts."""
    pdf = Pdf.new()
    page = _page(pdf, "KEPT")
    page.Resources.XObject = Dictionary(I=_photo(pdf))
    page.Annots = pdf.make_indirect(Array([_stamp(pdf), _link(pdf)]))
    page.PieceInfo = Dictionary(X=Dictionary(Private=_TOLD))
    page.AA = Dictionary(O=_script())
    pdf.Root.OpenAction = _script()
    pdf.attachments["a.txt"] = AttachedFileSpec(pdf, SECRET, filename="a.txt")
    with pdf.open_metadata() as told:
        told["dc:creator"] = [_TOLD]
    pdf.docinfo[Name.Author] = _TOLD
    return _saved(pdf, **how)


def inheriting_paper() -> bytes:
    """Return a paper whose page takes its size and its font from the tree above it."""
    pdf = Pdf.new()
    page = _page(pdf, "KEPT")
    above = page.Parent
    above.Resources, above.MediaBox = page.Resources, page.MediaBox
    del page.Resources
    del page.MediaBox
    return _saved(pdf)


def inside(data: bytes) -> bytes:
    """Return a PDF with everything in it spelled out, so that words can be looked for."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        return _saved(pdf, stream_decode_level=StreamDecodeLevel.generalized)


def _page(pdf: Pdf, text: str) -> Any:
    page = pdf.add_blank_page(page_size=(300, 300)).obj
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    page.Resources = Dictionary(Font=Dictionary(AA=font))
    page.Contents = pdf.make_stream(f"BT /AA 12 Tf 20 20 Td ({text}) Tj ET".encode())
    return page


def _photo(pdf: Pdf) -> Stream:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x013B] = _TOLD
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG", exif=exif, comment=SECRET)
    photo = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48, BitsPerComponent=8)
    photo.ColorSpace = Name.DeviceRGB
    photo.Metadata = pdf.make_stream(b"<x>" + SECRET + b"</x>", Type=Name.Metadata, Subtype=Name.XML)
    photo.write(out.getvalue(), filter=Name.DCTDecode)
    return photo


def _stamp(pdf: Pdf) -> Any:
    seen = pdf.make_stream(
        b"1 0 0 rg 0 0 50 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 20]
    )
    stamp = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=[200, 200, 250, 220], F=4, T=_TOLD, Contents=_TOLD
    )
    stamp.AP = Dictionary(N=seen)
    return pdf.make_indirect(stamp)


def _link(pdf: Pdf) -> Any:
    return pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=_script()))


def _script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=f"app.alert('{_TOLD}')")


def _saved(pdf: Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, compress_streams=False, object_stream_mode=ObjectStreamMode.disable, **how)
    return out.getvalue()
