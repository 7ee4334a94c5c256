"""The forms of coming in: password, code, recovery code, registering, a new password."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from microprojects.web.forms.house import HouseForm

_LONGEST = 200


def _needed(words: str) -> list[object]:
    """Return what a field that must be filled in checks."""
    return [InputRequired(words), Length(max=_LONGEST, message=_l("写得太长了，请写短一些。"))]


class SignInForm(HouseForm):
    """Name and password."""

    username = StringField(
        _l("用户名"),
        _needed(_l("请填用户名。")),
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("密码"), _needed(_l("请填密码。")), render_kw={"autocomplete": "current-password"}
    )
    stay = BooleanField(_l("这是我自己的手机或电脑，两周内不用再登录"))


class CodeForm(HouseForm):
    """The six digits of the second factor."""

    code = StringField(
        _l("验证码"),
        _needed(_l("请填手机上的 6 位数字。")),
        description=_l("打开手机上的验证码应用，看“民生微实事”下面的 6 位数字，可以粘贴"),
    )


class RecoveryForm(HouseForm):
    """One of the codes on paper."""

    code = StringField(
        _l("恢复码"),
        _needed(_l("请填纸上的一个恢复码。")),
        description=_l("设置时抄下或打印的那张纸上，每个只能用一次，大小写和横线都不要紧"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class ProofForm(HouseForm):
    """The password once more, before something that a stranger at an open screen must not do."""

    password = PasswordField(
        _l("密码"), _needed(_l("请填密码。")), render_kw={"autocomplete": "current-password"}
    )


class NewPasswordForm(HouseForm):
    """The old password and a new one; it is typed once, and can be shown by the browser."""

    old = PasswordField(
        _l("现在的密码"), _needed(_l("请填现在的密码。")), render_kw={"autocomplete": "current-password"}
    )
    new = PasswordField(
        _l("新密码"),
        _needed(_l("请填新密码。")),
        description=_l("至少 10 个字，一句自己记得住的话也行"),
        render_kw={"autocomplete": "new-password"},
    )


class RegisterForm(HouseForm):
    """What a resident tells about themselves; the communities are the view's to fill in."""

    name = StringField(
        _l("姓名"),
        _needed(_l("请填姓名。")),
        description=_l("只给社区核实用，公开时只写姓"),
        render_kw={"autocomplete": "name"},
    )
    community = SelectField(_l("您住在哪个社区"), [InputRequired(_l("请选社区。"))], choices=[])
    building = StringField(
        _l("楼栋（可不填）"),
        [Length(max=50, message=_l("写得太长了，请写短一些。"))],
        description=_l("例如 3号楼2单元。只给社区核实用，不公开"),
        render_kw={"autocomplete": "off"},
    )
    phone = StringField(
        _l("手机号"),
        _needed(_l("请填手机号。")),
        description=_l("加密保存，只有经办人能看到"),
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    username = StringField(
        _l("用户名"),
        _needed(_l("请起一个用户名。")),
        description=_l("登录用，2 到 32 个小写字母、数字，以字母开头，例如 chen.wei"),
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("密码"),
        _needed(_l("请起一个密码。")),
        description=_l("至少 10 个字，一句自己记得住的话也行"),
        render_kw={"autocomplete": "new-password"},
    )
    consents = BooleanField(
        _l("我看过个人信息说明，同意这样使用"),
        [DataRequired(_l("还没有同意个人信息说明。看过请打勾；不想上网登记，可以到社区服务窗口办。"))],
    )
