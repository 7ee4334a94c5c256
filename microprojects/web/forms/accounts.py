"""The forms of whoever administers accounts: a role for a term, a newcomer, a new password."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from microprojects.domain.people import Role
from microprojects.services.grants import Office
from microprojects.web.forms.house import HouseForm

_LONGEST = 200
_TOO_LONG = _l("写得太长了，请写短一些。")


class OfficeForm(HouseForm):
    """A role in an area for a term; the roles and the areas are the view's to fill in."""

    role = SelectField(_l("身份"), [InputRequired(_l("请选身份。"))], choices=[])
    area = SelectField(_l("在哪里"), [InputRequired(_l("请选地方。"))], choices=[])
    since = DateField(_l("从哪天起"), [InputRequired(_l("请填日期，例如 2026-11-20。"))])
    until = DateField(_l("到哪天止（可不填）"), [Optional()], description=_l("含这一天；不填就一直有效"))

    def office(self) -> Office:
        """Return what was chosen, after the form was found to be right."""
        assert self.since.data is not None
        return Office(
            role=Role(self.role.data), area=str(self.area.data), since=self.since.data, until=self.until.data
        )


class NewPasswordForSomebodyForm(HouseForm):
    """A password that the administrator tells its owner in person."""

    password = PasswordField(
        _l("新密码"),
        [InputRequired(_l("请填新密码。")), Length(max=_LONGEST, message=_TOO_LONG)],
        description=_l("至少 10 个字。当面告诉本人，请本人登录后马上换掉"),
        render_kw={"autocomplete": "new-password"},
    )


class AppointForm(OfficeForm):
    """Somebody whom the site does not know yet, with a role."""

    name = StringField(
        _l("姓名"),
        [InputRequired(_l("请填姓名。")), Length(max=_LONGEST, message=_TOO_LONG)],
        description=_l("驻区单位写单位名称，单位提事时公开这个名称"),
    )
    username = StringField(
        _l("用户名"),
        [InputRequired(_l("请起一个用户名。")), Length(max=_LONGEST, message=_TOO_LONG)],
        description=_l("2 到 32 个小写字母、数字，以字母开头，例如 chen.wei"),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("起始密码"),
        [InputRequired(_l("请起一个密码。")), Length(max=_LONGEST, message=_TOO_LONG)],
        description=_l("至少 10 个字。当面告诉本人，请本人登录后马上换掉"),
        render_kw={"autocomplete": "new-password"},
    )
