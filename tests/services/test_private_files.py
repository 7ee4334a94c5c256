"""Papers with personal data on them are not made public, and what no machine can read waits for a second person."""

from __future__ import annotations

import io

import pytest
import typst
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from microprojects.domain.actions import Action
from microprojects.domain.attachments import (
    NEVER_PUBLIC,
    PURPOSES,
    NothingToLookAt,
    NotLookedAt,
    SameEyes,
)
from microprojects.domain.errors import NotPermitted
from microprojects.domain.privacy import PrivacyFinding
from microprojects.services import files
from microprojects.store import files as rows
from microprojects.store.db import db
from tests.consulting import statements
from tests.first_deliberation import accepted, draft
from tests.papers import paper

TOLD = ("13812345678", "11010519491231002X", "6222020000000001230", "三栋二单元五零一", "粤B12345")
BY = {Action.PROJECT_SUBMIT: "lin", Action.PAYMENT_ENTER: "zheng", Action.MINUTES_DRAFT: "guo"}


def typeset(words: str) -> bytes:
    """A paper whose letters are numbers of a font, with a table of what they mean."""
    return typst.compile(f'#set text(font: "Noto Serif CJK SC")\n居民来信：{words} 谢谢'.encode())


def drawn(content: bytes, **resources) -> bytes:
    """A paper with a content of our own."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(300, 300)).obj
    latin = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    below = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name.STSong)

    def chinese(encoding):
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name.STSong,
            DescendantFonts=Array([below]),
            Encoding=Name(encoding),
        )

    fonts = Dictionary(A=latin, G=chinese("/GBK-EUC-H"), I=chinese("/Identity-H"))
    page.Resources = Dictionary(Font=fonts)
    if resources.get("form"):
        form = pdf.make_stream(resources["form"], Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 300, 300])
        form.Resources = Dictionary(Font=fonts)
        page.Resources.XObject = Dictionary(F=form)
    page.Contents = pdf.make_stream(content)
    if resources.get("field"):
        _field(pdf, page, resources["field"], fonts)
    return _saved(pdf)


def _field(pdf, page, words, fonts):
    seen = pdf.make_stream(words, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 20])
    seen.Resources = Dictionary(Font=fonts)
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="phone", Rect=[10, 10, 210, 30], F=4
    )
    field.AP = Dictionary(N=seen)
    page.Annots = Array([pdf.make_indirect(field)])
    pdf.Root.AcroForm = Dictionary(Fields=page.Annots)


def _saved(pdf):
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def scanned() -> bytes:
    """A paper that is one picture."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "PDF")
    return out.getvalue()


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG")
    return out.getvalue()


WAYS = {
    "plain": paper("13812345678"),
    "hexadecimal": drawn(b"BT /A 12 Tf 9 9 Td <3133383132333435363738> Tj ET"),
    "in pieces": drawn(b"BT /A 12 Tf 9 9 Td [(138) -30 (1234) 20 (5678)] TJ ET"),
    "digit by digit": drawn(
        b"BT /A 12 Tf "
        + b"".join(b"1 0 0 1 %d 9 Tm (%c) Tj " % (9 + n * 7, ord(d)) for n, d in enumerate("13812345678"))
        + b"ET"
    ),
    "with quotes": drawn(b"BT /A 12 Tf 14 TL 9 90 Td (a) Tj (13812345678) ' ET"),
    "in Chinese": drawn(
        b"BT /G 12 Tf 9 9 Td <" + "电话13812345678".encode("gbk").hex().encode() + b"> Tj ET"
    ),
    "in a form inside": drawn(b"/F Do", form=b"BT /A 12 Tf 9 9 Td (13812345678) Tj ET"),
    "in a field": drawn(b"BT /A 12 Tf 9 90 Td (ok) Tj ET", field=b"BT /A 12 Tf 2 2 Td (13812345678) Tj ET"),
    "in place of a drawing": drawn(
        b"/Span <</ActualText (13812345678)>> BDC 0 0 9 9 re f EMC BT /A 9 Tf (a) Tj ET"
    ),
    **{f"typeset {words}": typeset(words) for words in TOLD},
}


def attach(world, upload, *, by="zhao", purpose="other", to=None, **how):
    return files.attach(
        to or accepted(world),
        purpose=purpose,
        upload=upload,
        name="来信.pdf",
        actor=world[by],
        at=world.now,
        **how,
    )


@pytest.mark.parametrize("upload", WAYS.values(), ids=WAYS.keys())
def test_a_paper_with_personal_data_on_it_is_not_made_public(upload, world):
    with pytest.raises(PrivacyFinding, match="文件里的文字"):
        attach(world, upload)


@pytest.mark.parametrize("purpose", sorted(set(PURPOSES) - NEVER_PUBLIC))
def test_whatever_a_paper_is_for_it_is_looked_through(purpose, world):
    by = BY.get(PURPOSES[purpose][1], "zhao")
    to = draft(world) if purpose == "proposal" else accepted(world)

    with pytest.raises(PrivacyFinding):
        attach(world, paper("13812345678"), purpose=purpose, by=by, to=to)


def test_a_paper_that_is_not_public_may_tell_who_wrote_it(session, world):
    row = rows.get(session, attach(world, paper("13812345678"), public=False))

    assert row.public is False


@pytest.mark.parametrize(
    "upload", [paper("KEPT"), typeset("预算 138,000 元，3 栋楼下路灯 12 盏")], ids=["plain", "typeset"]
)
def test_a_paper_that_was_read_whole_is_public_at_once(upload, session, world):
    assert rows.get(session, attach(world, upload)).public is True


UNREAD = {
    "scanned": scanned(),
    "photo": photo(),
    "numbers of nobody knows what": drawn(b"BT /I 12 Tf 9 9 Td <00210022> Tj ET"),
    "outlines": drawn(b"9 9 m 20 20 l S"),
    "words beside a picture": drawn(b"BT /A 12 Tf 9 9 Td (ok) Tj ET BI /W 1 /H 1 /BPC 8 /CS /G ID 0 EI"),
}


@pytest.mark.parametrize("upload", UNREAD.values(), ids=UNREAD.keys())
def test_what_no_machine_can_read_waits_for_a_second_person(upload, session, world):
    added = attach(world, upload)
    assert rows.get(session, added).public is False
    session.rollback()

    files.look(added, shows=True, is_clear=True, actor=world["qian"], at=world.now)

    assert rows.get(session, added).public is True


def test_who_added_a_file_is_not_the_second_person_and_who_does_not_work_there_neither(world):
    added = attach(world, photo())

    with pytest.raises(SameEyes):
        files.look(added, shows=True, is_clear=True, actor=world["zhao"], at=world.now)
    for name in ("lin", "chen", "shi"):
        with pytest.raises(NotPermitted):
            files.look(added, shows=True, is_clear=True, actor=world[name], at=world.now)


def test_nothing_is_shown_before_somebody_says_that_they_looked(session, world):
    added = attach(world, photo())

    with pytest.raises(NotLookedAt):
        files.look(added, shows=True, is_clear=False, actor=world["qian"], at=world.now)
    assert rows.get(session, added).public is False


def test_what_was_found_unfit_stays_inside_and_is_asked_once(session, world):
    added = attach(world, photo())

    files.look(added, shows=False, is_clear=False, actor=world["qian"], at=world.now)

    with pytest.raises(NothingToLookAt):
        files.look(added, shows=True, is_clear=True, actor=world["qian"], at=world.now)
    assert rows.get(session, added).public is False


def test_a_look_costs_few_statements(world):
    added = attach(world, photo())

    with statements(db.engine) as sent:
        files.look(added, shows=True, is_clear=True, actor=world["qian"], at=world.now)

    assert len(sent) <= 16
