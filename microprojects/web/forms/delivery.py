"""The forms of the site: progress, evidence, a supervisor's note and its answer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.domain.attachments import PURPOSES
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import CountField
from microprojects.web.forms.house import HouseForm

OF_THE_SITE = (
    "owner_consent",
    "start_report",
    "notice_board_photo",
    "safety_plan",
    "progress",
    "photo_before",
    "photo_after",
    "completion_report",
    "as_built_list",
    "rectification",
    "contract",
    "acceptance",
    "other",
)


class ProgressForm(HouseForm):
    """How far the work is."""

    percent = CountField(_l("做到百分之几"), most=100, validators=[InputRequired(_l("请填 0 到 100。"))])
    text = TextAreaField(
        _l("进度说明"),
        [InputRequired(_l("请写进度说明。"))],
        description=_l("做完了什么、下一步做什么，会公开"),
    )


class EvidenceForm(HouseForm):
    """A picture, a paper or a written report."""

    purpose = SelectField(
        _l("哪一种材料"),
        choices=options((purpose, _l(PURPOSES[purpose][0])) for purpose in OF_THE_SITE),
        validate_choice=False,
    )
    upload = FileField(_l("照片或文件（可不传）"), description=_l("照片会去掉拍摄位置；不要拍到人脸和车牌"))
    caption = StringField(_l("图片说明（可不填）"), description=_l("拍的是什么、在哪里"))
    text = TextAreaField(_l("书面说明（不传文件时填）"))
    public = BooleanField(_l("公开这份材料"), default=True)


class NoteForm(HouseForm):
    """What a supervisor found."""

    text = TextAreaField(
        _l("监督意见"),
        [InputRequired(_l("请写监督意见。"))],
        description=_l("写看到的事实，会公开，不写姓名"),
    )


class AnswerForm(HouseForm):
    """What is answered to a supervisor."""

    text = TextAreaField(_l("答复"), [InputRequired(_l("请写答复。"))], description=_l("会公开"))
