"""Slips with codes for the roll of a poll as PDF, four on a sheet to be cut; nothing of them is kept."""

from __future__ import annotations

import json
from pathlib import Path

from flask import current_app, url_for
from flask_babel import gettext as _

from microprojects.domain.errors import N_, Refusal
from microprojects.services.poll_slips import Batch
from microprojects.store.polls import Poll
from microprojects.web.filters import day_clock
from microprojects.web.language import is_english
from microprojects.web.qr_codes import qr_svg
from microprojects.web.typesetting import chinese_type, set_secret_sheet

_SHEET = Path(__file__).with_name("slips.typ")


class NoType(Refusal):
    """The machine has no Chinese type to print with."""

    code = "slips-no-type"
    status = 503
    message = N_("这台服务器没有中文字体，印不了通知单，什么都没有做。请管理员装上字体（例如思源宋体）再来。")


def require_type() -> None:
    """Refuse before codes are made that could not be printed.

    Raises:
        NoType: there is no Chinese type.
    """
    if chinese_type() is None:
        raise NoType


def pdf(poll: Poll, batch: Batch) -> bytes:
    """Return the sheets of a batch; the address in each square picture carries the code where no server is told it."""
    base = current_app.extensions["settings"].base_url + url_for("public_passes.slip", poll_id=poll.id)
    data = {
        "font": chinese_type(),
        "lang": "en" if is_english() else "zh",
        "head": _("选票通知单"),
        "title": poll.title,
        "place": poll.area.name,
        "closes": _("%(closes)s 截止", closes=day_clock(poll.closes_at)),
        "steps": [
            _("手机扫右边的图，选项目，投出。不用登录。"),
            _("不会扫：打开 %(address)s，填代码。", address=base.partition("://")[2]),
            _("没有手机：带上这张纸和证件，到社区窗口投。"),
        ],
        "code_word": _("代码"),
        "mine": _("代码只给本人用，别给别人看、别拍照转发。截止以前可以凭它改票。"),
        "slips": [
            {
                "who": each.name,
                "where": each.building,
                "number": _("第 %(batch)s 批 %(n)s 号", batch=batch.number, n=each.number),
                "code": each.code,
                "qr": str(qr_svg(f"{base}#{each.code}", "")),
            }
            for each in batch.slips
        ],
    }
    return set_secret_sheet(_SHEET, json.dumps(data, ensure_ascii=False))
