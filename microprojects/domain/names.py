"""Names of residents in what is written for everybody: told to who writes for the office, masked in what a resident wrote.

What the office writes is not published before two agree. A resident is asked nothing: only the family name stays.

Source: 个人信息保护法 art. 25 (no publication without separate consent).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, AlreadyDone, NotPermitted, Refusal
from microprojects.domain.masks import public_name
from microprojects.domain.people import Role

LEAST = 2  # letters of a name; a single one stands in every text
MOST_SHOWN = 5
GROUNDS: dict[str, str] = {
    "agreed": N_("本人书面同意公开姓名，同意书已存档"),
    "no_person": N_("这里不是人名，是地名、词语或公开人物"),
}
# Who writes for the office, and knows the residents anyway; nobody else is ever told of a name.
WRITERS = frozenset(
    {
        Role.GRID_WORKER, Role.COMMUNITY_STAFF, Role.PARTY_SECRETARY, Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY,
        Role.STREET_OFFICER, Role.STREET_LEADER, Role.FINANCE, Role.DISTRICT_ADMIN,
    }
)  # fmt: skip
# Who acts for the office in one thing: told of a name in what they write for it, and not in what a resident may write too.
APPOINTED = frozenset({Role.SUPERVISOR, Role.EXPERT, Role.CONTRACTOR, Role.AUDITOR})
_FOR_IT = frozenset({Action.ATTACHMENT_ADD})
_HAN = "\u3400-\u9fff"
_SET_APART = re.compile(rf"(?<=[{_HAN}·])[ \t\u3000]+(?=[{_HAN}·])")
_DOT = re.compile(rf"(?<=[{_HAN}])[ \u3000]*[•‧・∙⋅][ \u3000]*(?=[{_HAN}])")


class NamesFound(Refusal):
    """A text of the office that is to be public names residents who did not agree to it."""

    code = "name-finding"
    status = 422
    message = N_(
        "文字里有本社区居民的姓名：%(found)s。公开姓名要本人单独同意。请改成%(masked)s；本人书面同意的，或这里不是人名，请先在“隐私核对”登记，由另一位同事核对，再交一次。"
    )

    def __init__(self, names: Iterable[str]) -> None:
        found = list(names)[:MOST_SHOWN]
        super().__init__(
            found="、".join(found),
            masked="、".join(dict.fromkeys(f"“{public_name(name)}”" for name in found)),
        )


class NameAsked(AlreadyDone):
    """The name is on the list."""

    code = "name-asked"
    message = N_("“%(name)s”已经在名单里。等核对的，请另一位同事来核对。")


class NameUnknown(Refusal):
    """There is no such name on the list, or it was confirmed or taken back."""

    code = "name-unknown"
    message = N_("名单里没有这一条：已经核对过，或撤回了。请回名单看。")


class NameSameHands(NotPermitted):
    """Whoever wrote a name down does not confirm it."""

    code = "name-same-hands"
    message = N_("这一条是您登记的，要由另一位同事看过同意书再核对。请同事来办。")


class GroundUnknown(Refusal):
    """There is no such ground."""

    code = "ground-unknown"
    status = 422
    message = N_("请选一个理由：本人同意，或这里不是人名。")


def is_told(action: Action, held: Collection[Role], allowed: Collection[Role]) -> bool:
    """Return whether who holds these roles writes for the office by an act that is `allowed` to some, and is told of names."""
    if WRITERS.intersection(held):
        return True
    appointed = APPOINTED.intersection(held, allowed)
    return bool(appointed) and (Role.RESIDENT not in allowed or action in _FOR_IT)


def ways(words: str) -> str:
    """Return a text as it was written, and once more as it is read where a name is set apart by spaces or odd characters."""
    bare = _bare(words)
    return words if bare == words else f"{words}\n{bare}"


def unnamed(words: str, names: Iterable[str]) -> str:
    """Return a text in which only the family names stand, as they are published: 林秀英 becomes 林**.

    A name that odd characters set apart is found where the text is set plainly, which then is what stays.
    """
    known = sorted(names, key=len, reverse=True)
    told = _masked(words, known)
    bare = _bare(told)
    return told if bare == told or not any(name in bare for name in known) else _masked(bare, known)


def _masked(words: str, names: Iterable[str]) -> str:
    for name in names:
        words = words.replace(name, public_name(name))
    return words


def _bare(words: str) -> str:
    plain = "".join(char for char in words if unicodedata.category(char) != "Cf")
    return _SET_APART.sub("", _DOT.sub("·", unicodedata.normalize("NFKC", plain)))


def require_none(names: list[str]) -> None:
    """Let a text pass that names nobody.

    Raises:
        NamesFound: it does.
    """
    if names:
        raise NamesFound(names)


def require_ground(ground: str) -> None:
    """Let one of the grounds pass.

    Raises:
        GroundUnknown: it is none.
    """
    if ground not in GROUNDS:
        raise GroundUnknown
