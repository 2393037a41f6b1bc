"""The field for a script: one that is published, by its id."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from callbench.i18n import _
from callbench.text import clean, nearest
from callbench.values.problem import ValueProblem


def reads_script(forms: Sequence[str]) -> Callable[[str], str]:
    """A reader of ids of published scripts; it raises ValueProblem naming those there are."""

    def read(text: str) -> str:
        form = clean(text, limit=100)
        if form in forms:
            return form
        if not forms:
            raise ValueProblem("script", _("No script is published yet: callbench import script FILE."))
        if not form:
            raise ValueProblem("script", _("Published: {forms}.").format(forms=_(", ").join(forms)))
        alike = nearest(form, forms, alike=0)
        raise ValueProblem(
            "script",
            _("The script {form!r} is not published; the nearest is {nearest}.").format(form=form, nearest=alike),
        )

    return read
