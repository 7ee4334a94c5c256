"""What is planted: personal data of every kind, as people write them, and how they are found again wherever they come out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tests.telling_files import PHONE

# A resident of the small district who holds no office and agreed to nothing.
NAME = "林秀英"
WORDS: dict[str, str] = {
    "mobile": PHONE,
    "mobile, wide": "１３９１２３４５６７８",
    "mobile, with lines": "137-1234-5678",
    "mobile, in other pieces": "136 12 34 56 78",
    "mobile, in Chinese": "幺三五一二三四五六七八",
    "identity": "11010519491231002X",
    "identity, in pieces": "110105 19491231 002X",
    "identity, old": "440304900101123",
    "card": "6222020000000001230",
    "card, in pieces": "6222 0200 0000 0001 230",
    "door": "3栋2单元501",
    "door, with spaces": "5 栋 602 室",
    "door, in Chinese": "三栋二单元五零一",
    "plate": "粤B12345",
    "mail": "lin.xiuying@example.com",
    "wechat": "wxid_abc12345",
    "name": NAME,
}
_BARE = {kind: re.sub(r"[ \-]", "", words) for kind, words in WORDS.items()}
_UNSEEN = re.compile(r"[ \-\u3000\u00a0]")


def found(text: str) -> Iterator[str]:
    """Which kinds stand in a text, also as it was folded, spelled by numbers, or set without what parts them."""
    plain = unicodedata.normalize("NFKC", text)
    bare = _UNSEEN.sub("", plain)
    for kind, words in WORDS.items():
        if words in text or unicodedata.normalize("NFKC", words) in plain or _BARE[kind] in bare:
            yield kind
