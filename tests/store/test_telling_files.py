"""A file that is kept tells nothing beside what it shows: no person, no place, no camera, whatever was packed where."""

from __future__ import annotations

import pytest

from microprojects.domain.uploads import Media
from microprojects.store import uploads
from tests.telling_files import telling_files, tells

FILES = [(media, how, data) for media in Media for how, data in telling_files(media).items()]


@pytest.fixture
def engine_name() -> str:
    """One engine: files lie beside the database."""
    return "sqlite"


@pytest.mark.parametrize(("media", "how", "data"), FILES, ids=[how for _media, how, _data in FILES])
def test_what_is_kept_of_a_file_tells_nothing(media, how, data, session):
    kept = uploads.keep(media, data)

    digests = [kept.sha256, *([kept.thumb_sha256] if kept.thumb_sha256 else [])]
    told = [tells(uploads.path_of(digest).read_bytes()) for digest in digests]
    assert (bool(tells(data)), told) == (True, [[]] * len(digests))
