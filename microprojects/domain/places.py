"""What the name, the path and the letters of an area must look like."""

from __future__ import annotations

import re

from microprojects.domain.errors import N_, Refusal

LEVELS = ("district", "street", "community", "grid")
MOST_PEOPLE = 10**7
LONGEST_NAME = 50

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,38}", re.ASCII)
_CODE = re.compile(r"[A-Z]{2,8}", re.ASCII)


class BadPath(Refusal):
    """The path is not slugs from the district down."""

    code = "bad-path"
    status = 422
    message = N_("“%(path)s”不是区域的路径。请从区写起，用小写字母，斜杠隔开，例如 minghu/rongshu/lizhi。")


class BadCode(Refusal):
    """The letters for project numbers have the wrong form."""

    code = "bad-area-code"
    status = 422
    message = N_("“%(code)s”不能用作编号字母。请用 2 到 8 个大写字母，例如 LZ。")


class BadAreaName(Refusal):
    """The name is empty, too long, or has characters that cannot be seen."""

    code = "bad-area-name"
    status = 422
    message = N_("区域名称要有 1 到 %(longest)s 个看得见的字。请改好后再交。")


class AreaExists(Refusal):
    """Another area has the path, its last part, or the letters already."""

    code = "area-exists"
    message = N_("“%(taken)s”已经有区域在用。请换一个。")


class NoParent(Refusal):
    """The area above is not there yet."""

    code = "no-parent-area"
    message = N_("上一级区域“%(parent)s”还没有。请先建上一级。")


class BadCount(Refusal):
    """A place of people has at least one, and no more than a large city."""

    code = "bad-count"
    status = 422
    message = N_("成年居民人数不能是 %(n)s。请填 1 到 %(most)s 的整数。")


def level_of(path: str) -> str:
    """Return the level of a path by its length.

    Raises:
        BadPath: it is not one to four slugs joined by "/".
    """
    slugs = path.split("/")
    if len(slugs) > len(LEVELS) or not all(map(_SLUG.fullmatch, slugs)):
        raise BadPath(path=path[:100])
    return LEVELS[len(slugs) - 1]


def require_code(code: str) -> None:
    """Check the letters for project numbers.

    Raises:
        BadCode: they have the wrong form.
    """
    if not _CODE.fullmatch(code):
        raise BadCode(code=code[:20])


def require_count(adults: int) -> None:
    """Check how many adults are said to live in an area.

    Raises:
        BadCount: none, or more than there can be.
    """
    if not 0 < adults <= MOST_PEOPLE:
        raise BadCount(n=adults, most=MOST_PEOPLE)


def require_name(name: str) -> str:
    """Return the name without outer spaces.

    Raises:
        BadAreaName: it is empty, too long, or has characters that cannot be seen.
    """
    line = " ".join(name.split())
    if not line or len(line) > LONGEST_NAME or not line.isprintable():
        raise BadAreaName(longest=LONGEST_NAME)
    return line


def short_name(name: str) -> str:
    """Return a community's name as it stands on a chart and in a list: without the word 社区, as one says it."""
    return name.removesuffix("社区") or name
