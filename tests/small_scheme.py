"""A scheme as small as one may be: two deliberations, one disclosure, and words that no other scheme uses."""

from __future__ import annotations

from microprojects.domain.scheme_reading import parse
from microprojects.domain.schemes import Scheme

SMALL: Scheme = parse(
    {
        "name": "small_2_1",
        "title": "两议一公开",
        "deliberations": [
            {"kind": "intake", "mark": "甲", "title": "头一回", "label": "街坊提", "body": "街坊"},
            {"kind": "vote", "mark": "乙", "title": "第二回", "label": "街坊定", "body": "residents_council"},
        ],
        "disclosures": [
            {
                "kind": "decision",
                "mark": "丙",
                "title": "贴出来",
                "label": "定了什么",
                "window": "notice_days.d1",
            }
        ],
    }
)
