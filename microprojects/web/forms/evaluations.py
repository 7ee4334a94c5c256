"""The forms of the evaluation: an answer, an improvement plan, words to publish, a line of the archive."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.domain.evaluations import POINTS, QUESTIONS
from microprojects.domain.settlements import ARCHIVE_ITEMS
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm

_POINTS = options((point, _l(label)) for point, label in POINTS.items())


def _question(name: str) -> RadioField:
    return RadioField(
        _l(QUESTIONS[name]), [InputRequired(_l("请从五个里选一个。"))], coerce=int, choices=_POINTS
    )


class SurveyForm(HouseForm):
    """One person's answer."""

    overall = _question("overall")
    useful = _question("useful")
    quality = _question("quality")
    openness = _question("openness")
    comment = TextAreaField(
        _l("想说的话（可不填）"), description=_l("不写姓名、电话、门牌；社区选一些公开，别人看不出是谁写的")
    )

    @property
    def points(self) -> dict[str, int]:
        """Return the points by question."""
        return {question: self[question].data for question in QUESTIONS}


class ImprovementForm(HouseForm):
    """What will be done better."""

    text = TextAreaField(
        _l("改进计划"), [InputRequired(_l("请写改进计划。"))], description=_l("谁、什么时候、怎么改，会公开")
    )


class SignatureForm(HouseForm):
    """A supervisor's signature; the reason only where few answered."""

    sample_reason = TextAreaField(
        _l("份数不够的理由（份数够就空着）"), description=_l("为什么只有这些份、怎么核实的；会公开")
    )


class WordsForm(HouseForm):
    """Which words of residents are published; they are the view's to fill in."""

    shown = SelectMultipleField(_l("公开哪些留言"), coerce=int)


class TickForm(HouseForm):
    """One line of the archive checklist."""

    item = SelectField(
        _l("哪一样"),
        choices=options((item, _l(label)) for item, label in ARCHIVE_ITEMS.items()),
        validate_choice=False,
    )
    waived = BooleanField(_l("这一样没有，免交"))
    reason = StringField(_l("免交理由"), description=_l("免交时写，会公开"))
