"""Files are taken by their content, drawn anew without metadata, and given only by those who may, on both engines."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from pikepdf import Encryption
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import func, select

from microprojects.domain import attachments
from microprojects.domain.errors import BadValue, NotFound, NotPermitted, WrongMoment
from microprojects.domain.people import ANYONE
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.states import State
from microprojects.domain.uploads import (
    BrokenPaper,
    BrokenPicture,
    EmptyFile,
    FileTooLarge,
    KindNotTaken,
    LockedPaper,
    TooManyFiles,
    TooManyPixels,
)
from microprojects.services import files, proposals, secondings
from microprojects.store import files as rows
from microprojects.store import projects, uploads
from microprojects.store.db import transaction
from microprojects.store.files import Attachment
from microprojects.store.journal import JournalEntry
from microprojects.store.projects import Project
from tests.first_deliberation import accepted, draft, seconded, submitted
from tests.papers import SECRET as NAMED
from tests.papers import inside, paper, telling_paper

SECRET = b"lin at 22.5431N"
PDF = paper()


def photo(kind="JPEG", size=(640, 480), mode="RGB", **how):
    out = io.BytesIO()
    Image.new(mode, size, "teal").save(out, kind, **how)
    return out.getvalue()


def telling_photo(kind):
    """Return a picture that tells where it was taken, by whom, and that it lies on its side."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Artist] = SECRET.decode()
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "N"
    text = PngInfo()
    text.add_text("Author", SECRET.decode())
    more = {"PNG": {"pnginfo": text}, "JPEG": {"comment": SECRET}, "WEBP": {"xmp": SECRET}}[kind]
    return photo(kind, exif=exif, icc_profile=SECRET, **more)


def attach(world, reference, upload, *, by="lin", purpose="proposal", name="IMG_1.jpg", **how):
    return files.attach(
        reference, purpose=purpose, upload=upload, name=name, actor=world[by], at=world.now, **how
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_as_fresh_pixels_without_what_it_told(kind, session, world):
    upload = telling_photo(kind)
    assert SECRET in upload

    row = rows.get(session, attach(world, draft(world), upload))

    for digest in (row.sha256, row.thumb_sha256):
        kept = uploads.path_of(digest).read_bytes()
        with Image.open(io.BytesIO(kept)) as picture:
            assert SECRET not in kept
            assert dict(picture.getexif()) == {}
            assert picture.info.get("icc_profile") is None
            assert picture.height > picture.width  # it was turned upright
    assert row.media_type == f"image/{kind.lower()}"
    assert row.size == uploads.path_of(row.sha256).stat().st_size


def test_a_large_photo_is_made_smaller_and_a_clear_one_stays_clear(session, world):
    draft_id = draft(world)

    large = rows.get(session, attach(world, draft_id, photo(size=(4000, 1000))))
    clear = rows.get(session, attach(world, draft_id, photo("PNG", mode="LA")))

    with Image.open(uploads.path_of(large.sha256)) as picture:
        assert picture.size == (uploads.LONGEST_SIDE, uploads.LONGEST_SIDE // 4)
    with Image.open(uploads.path_of(large.thumb_sha256)) as picture:
        assert (picture.format, max(picture.size)) == ("WEBP", uploads.THUMB_SIDE)
    with Image.open(uploads.path_of(clear.sha256)) as picture:
        assert picture.mode == "RGBA"


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "CMYK"])
def test_pictures_of_odd_modes_are_taken(mode, session, world):
    upload = photo("JPEG" if mode == "CMYK" else "PNG", mode=mode) if mode != "I;16" else _sixteen_bits()

    assert rows.get(session, attach(world, draft(world), upload)).thumb_sha256 is not None


def _sixteen_bits():
    out = io.BytesIO()
    Image.new("I;16", (20, 20)).save(out, "PNG")
    return out.getvalue()


def test_the_same_content_is_kept_once(session, world):
    first = rows.get(session, attach(world, draft(world), photo()))
    second = rows.get(session, attach(world, draft(world, by="chen"), photo(), by="chen"))

    assert first.sha256 == second.sha256


def test_a_paper_is_kept_with_its_pages_and_without_who_made_it(session, world):
    row = rows.get(session, attach(world, draft(world), telling_paper(), name="预算.pdf"))

    told = inside(uploads.path_of(row.sha256).read_bytes())
    assert (row.media_type, row.thumb_sha256, row.name) == ("application/pdf", None, "预算.pdf")
    assert (NAMED in told, b"(KEPT)" in told) == (False, True)


@pytest.mark.parametrize(
    ("upload", "refusal"),
    [
        (b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n", BrokenPaper),
        (telling_paper(encryption=Encryption(owner="owner", user="")), LockedPaper),
    ],
    ids=["broken", "locked"],
)
def test_a_paper_that_cannot_be_pressed_anew_is_refused(upload, refusal, session, world):
    with pytest.raises(refusal):
        attach(world, draft(world), upload)

    assert session.scalar(select(func.count(Attachment.id))) == 0


@pytest.mark.parametrize(
    ("upload", "refusal"),
    [
        (b"", EmptyFile),
        (b"GIF89a" + b"\0" * 40, KindNotTaken),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", KindNotTaken),
        (b"MZ\x90\0", KindNotTaken),
        (b"\xff\xd8\xff" + b"no picture at all", BrokenPicture),
        (photo()[:200], BrokenPicture),
        (photo("PNG")[:60], BrokenPicture),
        (b"RIFF\0\0\0\0WEBP", BrokenPicture),
        (b"\x89PNG\r\n\x1a\n" + photo("PNG")[8:].replace(b"IHDR", b"IDAT"), BrokenPicture),
        (b"\xff\xd8\xff" + b"\0" * (10 * 1024 * 1024), FileTooLarge),
    ],
    ids=["empty", "gif", "svg", "exe", "noise", "cut jpeg", "cut png", "cut webp", "odd png", "large"],
)
def test_what_is_no_picture_or_paper_is_not_taken(upload, refusal, session, world):
    draft_id = draft(world)

    with pytest.raises(refusal):
        attach(world, draft_id, upload)

    assert rows.of_project(session, draft_id) == []


@pytest.mark.parametrize("side", [5001, 8000])
def test_a_picture_that_would_fill_the_memory_is_not_decoded(side, session, world):
    bomb = photo("PNG", size=(side, side), mode="1")
    assert len(bomb) < 100_000

    with pytest.raises(TooManyPixels):
        attach(world, draft(world), bomb)


def test_a_proposal_takes_six_files(session, world):
    draft_id = draft(world)
    for _ in range(6):
        attach(world, draft_id, PDF)

    with pytest.raises(TooManyFiles):
        attach(world, draft_id, PDF)


def test_nobody_adds_to_the_proposal_of_somebody_else(session, world):
    draft_id, number = draft(world), submitted(world)

    for stranger in ("chen", "tang", "qian", "zhou"):
        with pytest.raises(NotFound):
            attach(world, draft_id, PDF, by=stranger)
        with pytest.raises(NotPermitted):
            attach(world, number, PDF, by=stranger)


def test_nothing_is_added_to_what_was_handed_in(session, world):
    with pytest.raises(WrongMoment):
        attach(world, submitted(world), PDF)


@pytest.mark.parametrize(
    ("purpose", "may", "may_not"),
    [
        ("start_report", ("zhou", "zhao", "shi"), ("lin", "tang", "he", "zheng")),
        ("invoice", ("zheng", "zhou"), ("lin", "shi", "zhao")),
        ("board_photo", ("zhao", "wei"), ("chen", "zhou")),
        ("progress", ("shi", "zhou"), ("lin", "he")),
        ("minutes_scan", ("guo", "liu"), ("an", "zhou")),
    ],
)
def test_evidence_is_added_by_those_whose_work_it_is(purpose, may, may_not, session, world):
    number = accepted(world)

    for name in may:
        attach(world, number, PDF, by=name, purpose=purpose)
    for name in may_not:
        with pytest.raises(NotPermitted):
            attach(world, number, PDF, by=name, purpose=purpose)

    assert len(rows.of_project(session, 1, purpose)) == len(may)


def test_the_public_adds_nothing(session, world):
    with pytest.raises(NotPermitted):
        files.attach(accepted(world), purpose="progress", upload=PDF, name="x", actor=ANYONE, at=world.now)


def test_a_finished_project_takes_no_more_files(session, world):
    number = accepted(world)
    with transaction() as writing:
        writing.execute(Project.__table__.update().values(state="closed"))
    session.rollback()

    with pytest.raises(WrongMoment):
        attach(world, number, PDF, by="zhou", purpose="other")


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        ({"purpose": "bribe"}, attachments.UnknownPurpose),
        ({"purpose": ""}, attachments.UnknownPurpose),
        ({"caption": "请打 13812345678"}, PrivacyFinding),
        ({"caption": "长" * 121}, BadValue),
        ({"caption": "a\x00b"}, BadValue),
    ],
    ids=range(5),
)
def test_words_beside_a_file_that_do_not_fit_are_refused(how, refusal, session, world):
    with pytest.raises(refusal):
        attach(world, draft(world), PDF, **how)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Users\\lin\\灯.jpg", "灯.jpg"),
        ("../../etc/passwd", "passwd"),
        ("13812345678.jpg", "1.jpg"),
        ("a\x00b\u202e.jpg", "ab.jpg"),
        ("", "1.jpg"),
        ("灯" * 200 + ".jpg", "灯" * 116 + ".jpg"),
    ],
)
def test_the_name_of_a_file_is_made_harmless(typed, kept, session, world):
    assert rows.get(session, attach(world, draft(world), photo(), name=typed)).name == kept


def test_a_written_report_is_evidence_without_a_file(session, world):
    number = accepted(world)

    report = files.attach_text(
        number, purpose="start_report", text="8月3日开工。\n围挡已立。", actor=world["zhou"], at=world.now
    )

    row = rows.get(session, report)
    assert (row.media_type, row.text, row.public) == ("text/plain", "8月3日开工。\n围挡已立。", True)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", BadValue),
        ("  \n ", BadValue),
        ("长" * 10**5, BadValue),
        ("打 13812345678", PrivacyFinding),
        ("\x00", BadValue),
    ],
    ids=range(5),
)
def test_a_report_that_may_not_be_published_is_refused(text, refusal, session, world):
    with pytest.raises(refusal):
        files.attach_text(accepted(world), purpose="progress", text=text, actor=world["zhou"], at=world.now)


def test_a_private_report_may_name_a_telephone(session, world):
    files.attach_text(
        accepted(world),
        purpose="other",
        text="打 13812345678",
        actor=world["zhou"],
        at=world.now,
        public=False,
    )

    assert session.scalar(select(func.count(Attachment.id))) == 1


def test_a_file_is_taken_away_by_who_added_it_and_its_trace_stays(session, world):
    draft_id = draft(world)
    file_id = attach(world, draft_id, photo())
    with pytest.raises(NotFound):
        files.remove(file_id, actor=world["chen"], at=world.now)

    files.remove(file_id, actor=world["lin"], at=world.now)

    assert rows.of_project(session, draft_id) == []
    assert session.get(Attachment, file_id).removed_by_id == world.people["lin"]
    session.rollback()
    with pytest.raises(NotFound):
        files.remove(file_id, actor=world["lin"], at=world.now)


def test_the_photo_of_what_was_handed_in_stays(session, world):
    draft_id = draft(world)
    file_id = attach(world, draft_id, photo())
    proposals.submit(draft_id, actor=world["lin"], at=world.now, consent=True)

    with pytest.raises(WrongMoment):
        files.remove(file_id, actor=world["lin"], at=world.now)

    assert projects.get(session, draft_id).state is State.SUBMITTED


def test_evidence_is_taken_away_by_who_added_it_alone(session, world):
    number = accepted(world)
    file_id = attach(world, number, PDF, by="shi", purpose="progress")
    for stranger in ("zhou", "lin", "zhao"):
        with pytest.raises(NotPermitted):
            files.remove(file_id, actor=world[stranger], at=world.now)

    files.remove(file_id, actor=world["shi"], at=world.now)

    assert rows.of_project(session, 1) == []


def test_evidence_of_a_step_that_was_taken_stays(session, world):
    number = accepted(world)
    file_id = attach(world, number, photo(), by="shi", purpose="progress")
    later = world.now + timedelta(days=1)
    seconded(world, number, 6)
    secondings.promote(number, actor=world["qian"], at=later)

    with pytest.raises(attachments.FileInUse) as refusal:
        files.remove(file_id, actor=world["shi"], at=later)

    assert str(refusal.value) == (
        "这份材料是到“商议中”这一步以前交的，前面的步骤以它为凭，不能再删。要更正，请另传一份，写明更正什么。"
    )
    assert [row.id for row in rows.of_project(session, 1)] == [file_id]


def test_a_file_leaves_one_public_line_with_its_hash_and_no_name(session, world):
    file_id = attach(world, draft(world), photo(), name="林秀英家.jpg")

    entry = session.scalar(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1))
    assert rows.get(session, file_id).sha256 in entry.body
    assert "林" not in entry.body


def test_every_purpose_of_the_table_has_a_rule_and_a_name():
    assert set(attachments.PURPOSES) == set(rows.PURPOSES)
