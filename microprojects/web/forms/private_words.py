"""The forms of the desk for private words: what was seen on a file, and a name that may stand in public."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired

from microprojects.domain.names import GROUNDS
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm


class LookForm(HouseForm):
    """What the second person saw, and whether everybody may see it."""

    shows = RadioField(
        _l("公开不公开"),
        [InputRequired(_l("请选公开或不公开。"))],
        choices=options([("yes", _l("公开")), ("no", _l("不公开，只给办理的人看"))]),
    )
    is_clear = BooleanField(
        _l("看过，没有人脸、车牌、门牌、证件"), description=_l("文件有几页的，每页都看。选不公开的，不用勾")
    )


class NameForm(HouseForm):
    """A name that may stand in public texts."""

    community = SelectField(
        _l("社区"), [InputRequired(_l("请选社区。"))], choices=options([]), validate_choice=False
    )
    name = StringField(
        _l("姓名或词语"), [InputRequired(_l("请写姓名。"))], description=_l("和文字里写的一样")
    )
    ground = RadioField(
        _l("为什么可以写"),
        [InputRequired(_l("请选一个理由。"))],
        choices=options((code, _l(words)) for code, words in GROUNDS.items()),
    )
