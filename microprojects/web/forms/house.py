"""The form that every form of ours is: it reads words as words, and files only where a file is asked for."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms.fields import FileField as PlainFileField

from microprojects.web.language import FormWords

_FILES = (FileField, MultipleFileField, PlainFileField)


class HouseForm(FlaskForm):
    """A form with a token.

    Flask-WTF mixes uploaded files and the values of a JSON body among the typed
    words, so that a field of text may find a file or a number in it. Here a file
    reaches only a field for files, and JSON none.
    """

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: FlaskForm) -> FormWords:
            """Return WTForms' own words in the language of the answer."""
            del form
            return FormWords()

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Return what was sent to this form."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if not form.is_submitted():
                return None
            if not request.files:
                return request.form
            asked = {field.name for field in form if isinstance(field, _FILES)}
            files = MultiDict((name, file) for name, file in request.files.items(multi=True) if name in asked)
            return CombinedMultiDict((files, request.form))
