"""Square codes for paper and screens, drawn as SVG that needs neither style nor script."""

from __future__ import annotations

import segno
from markupsafe import Markup

_QUIET = 4  # modules of white around the code, as ISO/IEC 18004 asks


def qr_svg(address: str, label: str) -> Markup:
    """Return a drawing of the code of an address; `label` is what a screen reader says."""
    matrix = segno.make(address, error="m").matrix
    path = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, module in enumerate(row)
        if module
    )
    side = len(matrix) + 2 * _QUIET
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>'
    ).format(side, label, path)
