"""How the bytes of a kept file are sent: under their own kind, never run, pictures to look at and papers to be kept.

Source: OWASP ASVS 5.0.0, 5.4 (file download).
"""

from __future__ import annotations

from flask import Response, send_file

from microprojects.domain.uploads import Media
from microprojects.store import uploads

# The address changes with the content, so a browser need not ask again; what lies between keeps nothing.
_KEPT = "private, max-age=31536000, immutable"
_NOT_KEPT = "private, no-store"
_POLICY = "default-src 'none'; sandbox"


def sent(name: str, digest: str, media: Media, *, public: bool) -> Response:
    """Return the answer with the file of that hash; `name` is what it is called where it is stored.

    Raises:
        NotFound: it is not there.
        FileChanged: it was overwritten.
    """
    response = send_file(
        uploads.sound_path(digest),
        mimetype=media.value,
        as_attachment=not media.is_image,
        download_name=f"{name}.{media.extension}",
        etag=digest,
    )
    response.headers["Cache-Control"] = _KEPT if public else _NOT_KEPT
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
