"""Cases of other engines our dialect answers otherwise, and forms it refuses, each with its reason."""

JAVAROSA_EVAL = {
    "normalize-space()": "without an argument it is about the place it stands at (XPath 1.0, 4.2; web-forms agrees)",
    "number()": "without an argument it is about the place it stands at (XPath 1.0, 4.4; web-forms agrees)",
    "date('1983-09-31')": "what is no date is an invalid one that ends blank, not an error (web-forms agrees)",
    "date('not a date')": "what is no date is an invalid one that ends blank, not an error (web-forms agrees)",
    "date(true())": "what is no date is an invalid one that ends blank, not an error (web-forms agrees)",
    "decimal-date-time('-1000')": "what is no date is no number, not an error",
    "decimal-date-time('-01-2019')": "what is no date is no number, not an error",
    "round('4,6')": "a decimal comma is no number in XPath",
    "round('-12345.15', 1)": "with digits halves go away from zero, as web-forms has it",
}
"""Expression → why ours differs."""

REFUSED_FORMS = {
    "null": "`= null` is a mistake: there is no null, and other engines take it for a question that is not there",
    "other-file": "choices from other files are not read",
    "last-saved": "answers of an earlier call are not known in this one",
}
"""Code of the problem → why a form that has it is not replayed."""
