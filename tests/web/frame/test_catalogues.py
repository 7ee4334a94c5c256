"""Translations made ready at the start."""

import os

from babel.messages.mofile import read_mo

from microprojects.web.catalogues import compile_all

TEXT = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "首页"
msgstr "%s"
"""


def write(folder, english):
    text = folder / "en" / "LC_MESSAGES" / "messages.po"
    text.parent.mkdir(parents=True, exist_ok=True)
    text.write_text(TEXT % english)
    return text


def english_of(made):
    with made.open("rb") as file:
        return read_mo(file)["首页"].string


def test_a_missing_catalogue_is_made_beside_its_text(tmp_path):
    text = write(tmp_path, "Home")

    folders = compile_all(tmp_path, tmp_path / "spare")

    assert folders == [tmp_path]
    assert english_of(text.with_suffix(".mo")) == "Home"


def test_a_catalogue_older_than_its_text_is_made_anew(tmp_path):
    text = write(tmp_path, "Home")
    compile_all(tmp_path, tmp_path / "spare")
    os.utime(text.with_suffix(".mo"), ns=(1, 1))
    write(tmp_path, "Start")

    compile_all(tmp_path, tmp_path / "spare")

    assert english_of(text.with_suffix(".mo")) == "Start"


def test_a_fresh_catalogue_is_left_alone(tmp_path):
    text = write(tmp_path, "Home")
    text.with_suffix(".mo").write_bytes(b"kept")

    compile_all(tmp_path, tmp_path / "spare")

    assert text.with_suffix(".mo").read_bytes() == b"kept"


def test_no_half_written_file_stays_behind(tmp_path):
    text = write(tmp_path, "Home")

    compile_all(tmp_path, tmp_path / "spare")

    assert sorted(path.name for path in text.parent.iterdir()) == ["messages.mo", "messages.po"]


def test_a_package_that_cannot_be_written_has_its_catalogue_in_the_data_folder(tmp_path):
    installed = tmp_path / "installed"
    text = write(installed, "Home")
    text.with_suffix(".mo").mkdir()  # stands in the way even of the owner of the machine

    folders = compile_all(installed, tmp_path / "spare")

    assert folders == [installed, tmp_path / "spare"]
    assert english_of(tmp_path / "spare" / "en" / "LC_MESSAGES" / "messages.mo") == "Home"
