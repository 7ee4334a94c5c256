"""Pages drawn for the copy that any web server serves: they say so, hold no form, and lead to the live site where it has an address."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, Response, render_template, request

from microprojects.domain.copied_pages import without_forms
from microprojects.domain.copies import DRAWN_FOR, Drawing


def init_app(app: Flask) -> None:
    """Let templates ask whether they draw for the copy, and take forms out of such pages."""
    app.add_template_global(copy_drawn, "copy_drawn")
    app.add_template_global(live_page, "live_page")
    app.after_request(_without_forms)


def copy_drawn() -> Drawing | None:
    """Return what is known of the copy if this page is drawn for it; visitors have no way to ask for that."""
    drawing = request.environ.get(DRAWN_FOR)
    return drawing if isinstance(drawing, Drawing) else None


def live_page() -> str:
    """Return the address of this page on the live site; nothing where the copy knows none."""
    drawing = copy_drawn()
    return drawing.live + quote(request.path) if drawing and drawing.live else ""


def _without_forms(response: Response) -> Response:
    if copy_drawn() is None or response.mimetype != "text/html" or response.is_streamed:
        return response
    page = response.get_data(as_text=True)
    if "<form" in page:
        response.set_data(without_forms(page, render_template("macros/copy_form.html")))
    return response
