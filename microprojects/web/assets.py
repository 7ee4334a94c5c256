"""Style sheets, scripts and pictures at addresses that name their content, so that a browser keeps them for good."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from microprojects.web.guard import anyone

blueprint = Blueprint("assets", __name__)

_STATIC = Path(__file__).resolve().parents[2] / "static"
# Files that installed packages carry: nothing is fetched from elsewhere, and no copy stands in our repository.
_FROM_PACKAGES = {
    "vendor/bootstrap.min.css": ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css"),
    "vendor/plotly.min.js": ("plotly", "package_data/plotly.min.js"),
}
# A name that cannot climb out of the folder.
_OURS = re.compile(r"(?:css|img|js)/[a-z0-9-][a-z0-9.-]{0,60}")
_SQUEEZABLE = {".css", ".js", ".svg", ".json", ".txt"}
_FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    digest: str
    mimetype: str
    plain: Path
    squeezed: bytes | None


class Shelf:
    """The assets of one app, each read when it is first asked for."""

    def __init__(self, *, watch: bool) -> None:
        """Keep what was read; with `watch` read again, for the person who edits a style sheet."""
        self._watch = watch
        self._digests: dict[str, str] = {}
        self._assets: dict[str, Asset] = {}

    def digest(self, name: str) -> str:
        """Return the first 16 hex digits of the content's SHA-256.

        Raises:
            LookupError: there is no such asset.
        """
        if self._watch or name not in self._digests:
            self._digests[name] = hashlib.sha256(_locate(name).read_bytes()).hexdigest()[:16]
        return self._digests[name]

    def fetch(self, name: str) -> Asset:
        """Return the file, compressed once for all later requests.

        Raises:
            LookupError: there is no such asset.
        """
        digest = self.digest(name)
        kept = self._assets.get(name)
        if kept is None or kept.digest != digest:
            kept = self._assets[name] = _read(name, digest)
        return kept


def init_app(app: Flask) -> None:
    """Serve the assets and give templates `asset_url`."""
    app.extensions["assets"] = Shelf(watch=app.debug)
    app.register_blueprint(blueprint)
    app.add_template_global(asset_url, "asset_url")


def asset_url(name: str) -> str:
    """Return the address of an asset such as "css/theme.css"; it changes exactly when the content does."""
    return url_for("assets.send", digest=_shelf().digest(name), name=name)


@blueprint.get("/assets/<digest>/<path:name>")
@anyone
def send(digest: str, name: str) -> ResponseReturnValue:
    """Send one asset; an address of an older content leads to the present one."""
    try:
        asset = _shelf().fetch(name)
    except LookupError:
        abort(404)
    if digest != asset.digest:
        return redirect(asset_url(name), 302)
    squeezed = asset.squeezed if request.accept_encodings.quality("gzip") else None
    response = Response(asset.plain.read_bytes() if squeezed is None else squeezed, mimetype=asset.mimetype)
    if squeezed is not None:
        response.content_encoding = "gzip"
    if asset.squeezed is not None:
        response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = _FOR_GOOD
    response.set_etag(f"{asset.digest}-gzip" if squeezed is not None else asset.digest)
    return response.make_conditional(request)


def _shelf() -> Shelf:
    """Return the current app's assets."""
    shelf: Shelf = current_app.extensions["assets"]
    return shelf


def _locate(name: str) -> Path:
    """Return the file behind an asset's name, never one outside the shelf."""
    if name in _FROM_PACKAGES:
        package, inside = _FROM_PACKAGES[name]
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise LookupError(name)
        return Path(spec.origin).parent / inside
    if not _OURS.fullmatch(name) or not (_STATIC / name).is_file():
        raise LookupError(name)
    return _STATIC / name


def _read(name: str, digest: str) -> Asset:
    """Read a file and compress it where that makes it smaller."""
    path = _locate(name)
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    squeezed = gzip.compress(path.read_bytes(), 9, mtime=0) if path.suffix in _SQUEEZABLE else None
    return Asset(digest=digest, mimetype=mimetype, plain=path, squeezed=squeezed)
