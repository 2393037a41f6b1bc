"""What is wrong with one value as it was written."""

from __future__ import annotations


class ValueProblem(Exception):
    """A text that is not the value it should be.

    code: a stable kebab-case word for programs. message: a translated sentence that says what would be right.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ValueProblem) and (self.code, self.message) == (other.code, other.message)

    def __hash__(self) -> int:
        return hash((self.code, self.message))
