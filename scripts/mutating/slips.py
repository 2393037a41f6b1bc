"""The slips: a piece of the script room's source and what a tired hand could have written instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """One change. file: below src/callbench/script. right: the piece as it is, once in the file; wrong: what stands there instead."""

    name: str
    file: str
    right: str
    wrong: str

    def fits(self, source: str) -> bool:
        """Whether the piece stands in the source exactly once."""
        return source.count(self.right) == 1

    def made(self, source: str) -> str:
        """The source with the slip in it."""
        return source.replace(self.right, self.wrong) if self.right else source


_COMPILER, _VALUES, _STATE, _TALK = "xpath/compiler.py", "xpath/values.py", "state.py", "interview.py"
_LINES, _INSTANCES, _DOCUMENT = "line_making.py", "instances.py", "document.py"
_TEXT, _NUMBERS, _NODES = "xpath/text_functions.py", "xpath/number_functions.py", "xpath/node_functions.py"
_PATHS, _DATES, _MOMENTS = "xpath/paths.py", "xpath/date_functions.py", "xpath/moments.py"

NAMED = (
    Slip("<= as <", _COMPILER, "one(c) <= two(c)", "one(c) < two(c)"),
    Slip("<= as < between sets of nodes", _VALUES, '"<=": operator.le', '"<=": operator.lt'),
    Slip(">= as >", _COMPILER, "one(c) >= two(c)", "one(c) > two(c)"),
    Slip(">= as > between sets of nodes", _VALUES, '">=": operator.ge', '">=": operator.gt'),
    Slip("or as and", _COMPILER, "one(c) or two(c)", "one(c) and two(c)"),
    Slip("or as and in a chain", _COMPILER, 'stop = node.op == "or"', "stop = False"),
    Slip("irrelevant value not blanked", _STATE, '                values[slot] = ""\n', "                values[slot] = raw[slot]\n"),
    Slip("relevance not inherited", _STATE, "holds = relevant[parent]", "holds = True"),
    Slip("NaN kept", _STATE, "not math.isfinite(number)", "math.isinf(number)"),
    Slip("infinity kept", _STATE, "not math.isfinite(number)", "math.isnan(number)"),
    Slip("count-selected of blank = 1", _TEXT, "float(len(chosen.split()))", 'float(len(chosen.split(" ")))'),
    Slip("selected by substring", _TEXT, "wanted in chosen.split() if", "wanted in chosen if"),
    Slip("int rounds", _NUMBERS, "math.trunc(number)", "round(number)"),
    Slip("int goes down", _NUMBERS, "math.trunc(number)", "math.floor(number)"),
    Slip("coalesce order", _NODES, "for run in runs:\n            value", "for run in reversed(runs):\n            value"),
    Slip("and/or precedence", "xpath/parser.py", '"or": 0,\n    "and": 1', '"or": 1,\n    "and": 0'),
    Slip("regex finds anywhere", _TEXT, ".fullmatch(text, timeout", ".search(text, timeout"),
    Slip("regex fits the beginning", _TEXT, ".fullmatch(text, timeout", ".match(text, timeout"),
    Slip("constraint applied to blank", _STATE, "if step.constraint is None or not text:", "if step.constraint is None:"),
)  # fmt: skip
"""The mutants the design names, each in every place it could happen."""

LIVE = (
    Slip("choice filter keeps the value", _STATE, "value for value in chosen if value in offered", "value for value in chosen"),
    Slip("choice filter offers all", _STATE, "if self.holds(step.offered, bases):", "if self.holds(step.offered, bases) or True:"),
    Slip("required on readonly", _LINES, "asked and not self.readonly(spot) and self", "asked and self"),
    Slip("refused counts as open", _LINES, " and spot.slot not in self.state.refused\n", "\n"),
    Slip("an answer leaves the refusal", _TALK, "else state.refused.discard)", "else len)"),
    Slip("readonly counts as asked", _TALK, "question.asked and not self._lines.readonly(spot)]", "question.asked]"),
    Slip("default counted again", _STATE, "            value = raw[slot]\n", "            value = raw[slot] or self.text_of(step.default)\n"),
    Slip("a calculate can be corrected", _STATE, "if step.always or self._calculated", "if self._calculated"),
    Slip("a correction does not hold", _STATE, "if step.always or self._calculated.get(slot) != text:", "if True:"),
    Slip("a tried value stays", _STATE, "            self.values[slot] = kept\n", "            pass\n"),
    Slip("a tried value stays in the tree", _STATE, "                self.document.tree[slot].text = kept\n", "                pass\n"),
    Slip("the tree keeps what is not relevant", _STATE, '                    document.tree[slot].text = ""\n', "                    pass\n"),
    Slip("the tree keeps the old answer", _STATE, "                document.tree[slot].text = value\n", "                pass\n"),
    Slip("counted in the order of the sheet", "program.py", "self.late = order.indexes, ", "self.late = sorted(order.indexes, key=abs), "),
    Slip("restored once, under the calculations", "restoring.py", "for _each in range(2):", "for _each in range(1):"),
    Slip("what is not relevant is saved", _TALK, "            and state.relevant[spot.slot]\n            and (question", "            and (question"),
    Slip("complete with something wrong", _TALK, ") or lines.problem(spot)", ")"),
    Slip("the first language only", "model.py", "for name in self.order_of(language):", "for name in self.order_of(language)[:1]:"),
    Slip("jr:choice-name in the first language", _DOCUMENT, "self.label_of(choice) if self.label_of", "next(iter(choice.label.values())) if self"),
    Slip("the sheet's rows are content", "canonical.py", '{"row", "path", "items"}', '{"path", "items"}'),
    Slip("the columns' order is content", "canonical.py", "sort_keys=True", "sort_keys=False"),
    Slip("keys of choices from 0", "digits.py", '_IN_ORDER = "1234567890"', '_IN_ORDER = "0123456789"'),
    Slip("a choice's own digit is given away", "digits.py", "own = {value for value in values if", "own = {value for value in () if"),
    Slip("or_other always asks", "compiling/or_other.py", "Expr(f\"selected(${{{question.name}}}, 'other')\")", "Expr('true()')"),
)  # fmt: skip
"""What an interview could do wrong."""

REPEATED = (
    Slip("the first instance is read for all", _INSTANCES, "return around[-1] + index - self", "return index or self"),
    Slip("instances taken away still count", _INSTANCES, "[: self.how_many(repeat, around)]", ""),
    Slip("the instance behind the one picked", _INSTANCES, "starts[int(pick) - 1 : int(pick)]", "starts[int(pick) : int(pick) + 1]"),
    Slip("instances numbered from 0", _DOCUMENT, "self.instances.nth(repeat, bases)", "self.instances.nth(repeat, bases) - 1"),
    Slip("not relevant instances are summed", _DOCUMENT, " if relevant[slot]]", "]"),
    Slip("an instance keeps the count of before", _STATE, "        if whole != had:\n", "        if whole > had:\n"),
    Slip("new instances without defaults", _STATE, "                    self._begin(self.program.steps[index], (*b", "                    id((*b"),
    Slip("what a path shows is not hidden", "xpath/paths.py", "[node for node in found if not node.hidden]", "found"),
)  # fmt: skip
"""What repeats could mix up."""

COUNTED = (
    Slip("dates compare as text", _VALUES, 'stripped[4] == "-" and', 'stripped[4] == "-" and not stripped and'),
    Slip("equal numbers to the last bit", _VALUES, "_ALIKE = 1e-12", "_ALIKE = 0.0"),
    Slip("unequal needs all nodes", _VALUES, "return (left == right) == (op == \"=\")", "return left == right"),
    Slip("blank is zero", _VALUES, "moment.days\n    return math.nan", "moment.days\n    return math.nan if stripped else 0.0"),
    Slip("NaN is true", _VALUES, "return value == value and value != 0", "return value != 0"),
    Slip("numbers with .0", _VALUES, "if number == int(number) and abs(number) < 1e15:", "if False:"),
    Slip("div by zero fails", _COMPILER, "return math.copysign(math.inf, above) * math.copysign(1.0, below)", "return above / below"),
    Slip("mod with the sign of the divisor", _COMPILER, "math.fmod(above, below)", "above % below"),
    Slip("halves to even", _NUMBERS, "float(below + (number - below >= 0.5))", "float(round(number))"),
    Slip("halves of digits to even", _NUMBERS, "rounding=ROUND_HALF_UP", 'rounding="ROUND_HALF_EVEN"'),
    Slip("a blank makes the sum none", _NUMBERS, "[texts], blanks=False", "[texts], blanks=True"),
    Slip("min forgets blanks", _NUMBERS, "_numbers(c, texts, blanks=True), min", "_numbers(c, texts, blanks=False), min"),
    Slip("max is min", _NUMBERS, "_numbers(c, texts, blanks=True), max", "_numbers(c, texts, blanks=True), min"),
    Slip("substring from 0", _TEXT, "enumerate(text, 1) if first", "enumerate(text) if first"),
    Slip("selected-at from 1", _TEXT, "values[int(place)] if 0 <= place < len(values)", "values[int(place) - 1] if 0 < place <= len(values)"),
    Slip("translate keeps what has no partner", _TEXT, "if place < len(given) else None", "if place < len(given) else char"),
    Slip("digits of any script", _TEXT, "regex.compile(pattern, regex.ASCII)", "regex.compile(pattern)"),
    Slip("once counts again", _NODES, "own_text(c) or text(c)", "text(c)"),
    Slip("coalesce takes what is no number", _NODES, "if to_text(value) and value == value:", "if to_text(value):"),
    Slip("count-non-empty counts all", _NODES, "float(sum(1 for node in nodes if node.value()))", "float(len(nodes))"),
    Slip("positions from 0", _PATHS, "        for position, node in enumerate(nodes, 1):\n", "        for position, node in enumerate(nodes):\n"),
    Slip("a union in any order", _COMPILER, "in_order([*one(c), *two(c)])", "[*one(c), *two(c)]"),
    Slip("a day with its time", _DATES, "float(math.floor(found.days)), True", "found.days, True"),
    Slip("offsets of times forgotten", _MOMENTS, "(wall - away).replace(tzinfo=UTC)", "wall.replace(tzinfo=UTC)"),
    Slip("minus binds weaker", "xpath/parser.py", "operand = self.unary()", "operand = self.binary(4)"),
)  # fmt: skip
"""What an expression could give instead."""

SLIPS = (*NAMED, *LIVE, *REPEATED, *COUNTED)
