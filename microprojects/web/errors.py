"""A "no" or a failure as a page with a sentence that helps, or as JSON where a program asks."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from microprojects.domain.errors import N_, Refusal
from microprojects.web.language import sentence
from microprojects.web.next_page import safe_next

_API = "/api/"
_DATA_PATHS = (_API, "/data/", "/charts/")
# For each status what is so, and what to do now.
_WORDS: dict[int, tuple[str, str]] = {
    400: (N_("这次请求看不懂"), N_("可能是链接不完整，或表单缺了内容。请返回上一页再试。")),
    401: (N_("要先登录"), N_("请登录后再办这件事。")),
    403: (N_("这一页您不能看"), N_("如果您该有这个权限，请找街道经办开通，或换账号登录。")),
    404: (N_("没有这一页"), N_("可能是地址抄错了，或内容已经合并到别处。请从首页或项目列表里找。")),
    405: (N_("这个地址不能这样打开"), N_("请返回上一页，用页面上的按钮办。")),
    408: (N_("等得太久，连接断了"), N_("请检查网络后再试。已经存好的内容不会丢。")),
    410: (N_("这一页已经撤下"), N_("请从首页或项目列表里找。")),
    413: (N_("传的东西太大"), N_("请少传几张，或把照片和文件缩小后再传。")),
    415: (N_("这种格式不能收"), N_("请换成页面上写明的格式再传。")),
    422: (N_("有内容要改"), N_("请返回上一页，按提示改好再交。")),
    429: (N_("点得太快了"), N_("请等一分钟再试。")),
    500: (N_("我们这边出错了"), N_("没有办成，内容没有改动。请稍后再试；一直不行，请把下面的编号告诉我们。")),
    503: (N_("正在维护"), N_("请过几分钟再来。")),
}
_READS_ONLY = (N_("这个接口只能读"), N_("请用 GET 来查；要办事请到网页上办。"))
_OTHER = (N_("这一步没有办成"), N_("请返回上一页再试。"))


def init_app(app: Flask) -> None:
    """Answer refusals, errors of HTTP and failures."""
    app.register_error_handler(Refusal, refuse)
    app.register_error_handler(CSRFError, ask_to_send_again)
    app.register_error_handler(HTTPException, explain)
    app.register_error_handler(InternalServerError, apologise)


def refuse(refusal: Refusal) -> ResponseReturnValue:
    """Say no with the rule's own sentence."""
    said = sentence(refusal)
    if _wants_json():
        return _told(refusal.code, said, refusal.status)
    page = render_template("errors/refusal.html", sentence=said, status=refusal.status, back=_way_back())
    return page, refusal.status


def ask_to_send_again(_error: CSRFError) -> ResponseReturnValue:
    """Ask for the form once more: its token was missing or had grown old.

    Nothing that was typed is repeated on the page; the browser still has it one step back.
    """
    if _wants_json():
        return _told("form-expired", gettext("这张表放得太久，请再交一次。"), 400)
    return render_template("errors/expired.html", back=_way_back()), 400


def explain(error: HTTPException) -> ResponseReturnValue:
    """Say what an error of HTTP means and what to do now."""
    if error.code is None or error.response is not None:
        return error.get_response()
    title, cure = (gettext(words) for words in _words(error.code))
    if isinstance(error, SecurityError):
        # Asked by a name that is not ours: no address of a page can be built from it.
        return f"{title}\n", error.code, {"Content-Type": "text/plain; charset=utf-8"}
    if _wants_json():
        said = gettext("%(title)s。%(cure)s", title=title, cure=cure)
        response = _told(_code(error), said, error.code)
    else:
        response = make_response(
            render_template("errors/status.html", status=error.code, title=title, cure=cure, back=_way_back())
        )
    response.status_code = error.code
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    return response


def apologise(_error: InternalServerError) -> ResponseReturnValue:
    """Answer a failure of ours with a number under which the log has it, and nothing else of it."""
    number = secrets.token_hex(4)
    current_app.logger.error("request %s failed: %s %s", number, request.method, request.path)
    title, cure = (gettext(words) for words in _WORDS[500])
    if _wants_json():
        return _told("failed", gettext("%(title)s。%(cure)s", title=title, cure=cure), 500, request=number)
    return render_template("errors/failure.html", title=title, cure=cure, number=number), 500


def _words(status: int) -> tuple[str, str]:
    """Return what is so and what to do now."""
    if status == 405 and request.path.startswith(_API):
        return _READS_ONLY
    return _WORDS.get(status, _OTHER)


def _told(code: str, said: str, status: int, **more: str) -> Response:
    """Answer a program: the read API as problem details (RFC 9457), else as our own scripts read it."""
    if request.path.startswith(_API):
        title = HTTPStatus(status).phrase
        response = jsonify(type="about:blank", title=title, status=status, detail=said, code=code, **more)
        response.mimetype = "application/problem+json"
    else:
        response = jsonify(error=code, message=said, status=status, **more)
    response.status_code = status
    return response


def _wants_json() -> bool:
    """Return whether a program asks, by the address or by what it accepts."""
    if request.path.startswith(_DATA_PATHS):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def _code(error: HTTPException) -> str:
    return error.name.lower().replace(" ", "-")


def _way_back() -> str | None:
    """Return the page of ours that the visitor came from; never the one that just answered."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc != request.host:
        return None
    back = safe_next(f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path)
    return None if back == request.path and request.method == "GET" else back
