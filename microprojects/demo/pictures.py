"""Drawn pictures of a place before, during and after the work, and of a signed sheet; nothing of a real place or person."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

_SIZE = (960, 600)
_SHEET = (640, 800)
_SKY, _GROUND, _WALL = (233, 228, 214), (207, 197, 176), (217, 208, 188)
_JADE, _DARK, _ZHU, _OCHRE, _INK = (44, 122, 106), (10, 59, 52), (181, 57, 31), (118, 75, 7), (71, 85, 79)


def scene(seed: str, moment: str) -> bytes:
    """Return a JPEG of the place; `moment` is before, board, during or after. The same place looks alike in each."""
    rng = random.Random(seed)
    picture = Image.new("RGB", _SIZE, _SKY)
    draw = ImageDraw.Draw(picture)
    _street(draw, rng)
    if moment == "before":
        _mess(draw, rng)
    elif moment == "board":
        _board(draw)
    else:
        _shelter(draw, rng, done=moment == "after")
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=82)
    return kept.getvalue()


def signed_sheet(seed: str) -> bytes:
    """Return a PNG of a sheet of paper with lines of print and three signatures that nobody can read."""
    rng = random.Random(seed)
    picture = Image.new("RGB", _SHEET, (252, 250, 244))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((180, 70, 460, 92), fill=_INK)
    for y in range(140, 600, 30):
        draw.line((70, y, 570 - rng.randint(0, 160), y), fill=(150, 158, 154), width=7)
    for x in (70, 250, 430):
        points = [(x + 9 * n, 680 + rng.randint(-26, 26)) for n in range(13)]
        draw.line(points, fill=(28, 44, 96), width=3, joint="curve")
        draw.line((x, 720, x + 130, 720), fill=_INK, width=2)
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def _street(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
    left = -40
    while left < _SIZE[0]:
        width, top = rng.randint(120, 230), rng.randint(90, 250)
        draw.rectangle((left, top, left + width, 430), fill=_WALL)
        for x in range(left + 24, left + width - 30, 46):
            for y in range(top + 26, 400, 62):
                draw.rectangle((x, y, x + 20, y + 30), fill=_SKY)
        left += width + rng.randint(20, 90)
    draw.rectangle((0, 430, *_SIZE), fill=_GROUND)


def _mess(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
    for _n in range(4):
        x = rng.randint(200, 700)
        draw.line(
            [(x, 150), (x + rng.randint(-90, 90), 300), (x + rng.randint(-160, 160), 470)],
            fill=_OCHRE,
            width=5,
        )
    for _n in range(5):
        x, y = rng.randint(120, 780), rng.randint(450, 540)
        draw.ellipse((x, y, x + 54, y + 54), outline=_INK, width=6)


def _board(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((360, 250, 600, 430), fill=(255, 253, 248), outline=_DARK, width=6)
    draw.rectangle((384, 272, 432, 320), fill=_ZHU)
    for y in range(284, 410, 26):
        draw.line((450, y, 576, y), fill=_INK, width=6)
    draw.line((400, 430, 400, 520), fill=_DARK, width=10)
    draw.line((560, 430, 560, 520), fill=_DARK, width=10)


def _shelter(draw: ImageDraw.ImageDraw, rng: random.Random, *, done: bool) -> None:
    top = rng.randint(260, 310)
    posts = range(150, 820, 130)
    for n, x in enumerate(posts):
        if done or n < 3:
            draw.line((x, top + 10, x, 500), fill=_DARK, width=12)
    roof = 860 if done else 480
    draw.polygon([(110, top + 30), (roof, top - 20), (roof, top + 12), (110, top + 62)], fill=_JADE)
    for x in range(190, 800 if done else 430, 130):
        draw.rectangle((x, 400, x + 36, 446), fill=_ZHU)
        draw.ellipse((x - 30, 470, x + 20, 520), outline=_INK, width=6)
        draw.ellipse((x + 40, 470, x + 90, 520), outline=_INK, width=6)
