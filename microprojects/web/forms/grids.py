"""The forms of the grids: which sheet for which community, and the word that its preview is right."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from microprojects.web.forms.house import HouseForm


class GridSheetForm(HouseForm):
    """The sheet; the communities are the view's to fill in."""

    community = SelectField(_l("哪个社区的网格"), validate_choice=False)
    upload = FileField(
        _l("网格表"),
        [FileRequired(_l("请选一个文件。"))],
        description=_l("CSV 或 XLSX，最多 5 MB。先给您看会改什么，看过才写进去"),
    )
