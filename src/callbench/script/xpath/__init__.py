"""HOW CONDITIONS ARE COUNTED: XPath 1.0 with the functions of XForms, from text to closures; no eval, no attributes."""
