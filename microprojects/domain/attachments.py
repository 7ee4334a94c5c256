"""What a file of a project is for, and which act allows to add it."""

from __future__ import annotations

import re
from datetime import datetime

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.privacy import scan
from microprojects.domain.states import State

LONGEST_NAME, LONGEST_CAPTION, LONGEST_TEXT = 120, 120, 5000
MOST_OF_A_PROPOSAL = 6
PROPOSAL = "proposal"
_FOLDER = re.compile(r"[\\/]")

# purpose -> (its name, the act whose people may add it)
PURPOSES: dict[str, tuple[str, Action]] = {
    PROPOSAL: (N_("提议的照片和文件"), Action.PROJECT_SUBMIT),
    "plan": (N_("方案材料"), Action.EVIDENCE_ADD),
    "owner_consent": (N_("业主同意书"), Action.EVIDENCE_ADD),
    "board_photo": (N_("公示栏照片"), Action.DISCLOSURE_POSTED),
    "start_report": (N_("开工报告"), Action.EVIDENCE_ADD),
    "notice_board_photo": (N_("公示牌照片"), Action.EVIDENCE_ADD),
    "safety_plan": (N_("安全措施"), Action.EVIDENCE_ADD),
    "progress": (N_("进度照片"), Action.PROGRESS_REPORT),
    "completion_report": (N_("完工报告"), Action.EVIDENCE_ADD),
    "photo_before": (N_("施工前照片"), Action.EVIDENCE_ADD),
    "photo_after": (N_("施工后照片"), Action.EVIDENCE_ADD),
    "as_built_list": (N_("竣工清单"), Action.EVIDENCE_ADD),
    "rectification": (N_("整改证明"), Action.EVIDENCE_ADD),
    "invoice": (N_("付款凭证"), Action.PAYMENT_ENTER),
    "contract": (N_("合同"), Action.EVIDENCE_ADD),
    "acceptance": (N_("验收单"), Action.EVIDENCE_ADD),
    "minutes_scan": (N_("会议记录扫描件"), Action.MINUTES_DRAFT),
    "other": (N_("其他材料"), Action.EVIDENCE_ADD),
}

# What names and signatures of neighbours stand on; only those who handle the project read it.
NEVER_PUBLIC = frozenset({"owner_consent"})


class FileInUse(Refusal):
    """The file is the evidence of a step that was taken."""

    code = "file-in-use"
    message = N_(
        "这份材料是到“%(state)s”这一步以前交的，前面的步骤以它为凭，不能再删。要更正，请另传一份，写明更正什么。"
    )


class UnknownPurpose(Refusal):
    """There is no such purpose."""

    code = "unknown-purpose"
    status = 422
    message = N_("不知道“%(wanted)s”是做什么用的。请从名单里选一种材料。")


class SameEyes(Refusal):
    """Whoever added a file is not the second person who looks at it."""

    code = "same-eyes"
    status = 403
    message = N_("这份材料是您传的，公开前要由另一个人看过。请同事来看。")


class NothingToLookAt(Refusal):
    """The file does not wait for anybody."""

    code = "nothing-to-look-at"
    message = N_("这份材料不在等人看的名单里：已经定下了，或被撤掉了。请回名单看别的。")


class NotLookedAt(Refusal):
    """Nobody says that they looked."""

    code = "not-looked-at"
    status = 422
    message = N_("还没有勾选“看过”。请放大看一遍，没有人脸、车牌、门牌、证件，再打勾公开；有的，选不公开。")


def waits_for_a_look(*, public: bool, is_whole: bool) -> bool:
    """Return whether a second person looks at a file before it is public.

    A picture, and a paper with more on it than words that were looked through for names too, is seen by eyes alone.
    """
    return public and not is_whole


def require_other_eyes(added_by_id: int, person_id: int | None) -> None:
    """Let somebody pass who did not add the file.

    Raises:
        SameEyes: they did.
    """
    if person_id is None or person_id == added_by_id:
        raise SameEyes


def require_looked(*, shows: bool, is_clear: bool) -> None:
    """Let a file be shown only when the second person says that nothing private is on it.

    Raises:
        NotLookedAt: they do not.
    """
    if shows and not is_clear:
        raise NotLookedAt


def action_of(purpose: str) -> Action:
    """Return the act whose people may add a file for a purpose.

    Raises:
        UnknownPurpose: there is none.
    """
    if purpose not in PURPOSES:
        raise UnknownPurpose(wanted=purpose[:20])
    return PURPOSES[purpose][1]


def is_public(purpose: str, *, wanted: bool) -> bool:
    """Return whether a file of a purpose is shown to everybody, if those who add it want that."""
    return wanted and purpose not in NEVER_PUBLIC


def require_unused(state: State, since: datetime, *, added_at: datetime) -> None:
    """Let a file be taken away only while the project stands in the state in which it was added.

    Raises:
        FileInUse: a step was taken since, for which it is the evidence.
    """
    if added_at < since:
        raise FileInUse(state=state.label)


def file_name(typed: str) -> str:
    """Return the name of an uploaded file without its folder, or nothing if it tells what nobody should read."""
    bare = "".join(char for char in _FOLDER.split(typed)[-1] if char.isprintable())
    name = " ".join(bare.split())[-LONGEST_NAME:]
    return "" if scan(name) else name
