"""callbench: a keyboard-driven terminal workbench for follow-up calls."""

__version__ = "0.1.0"
