"""Every slip that `scripts/mutants` makes still fits the source; whether tests notice them is that script's work."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "callbench" / "script"
_SPEC = importlib.util.spec_from_file_location("slips", ROOT / "scripts" / "mutating" / "slips.py")
assert _SPEC is not None
assert _SPEC.loader is not None
slips = importlib.util.module_from_spec(_SPEC)
sys.modules["slips"] = slips
_SPEC.loader.exec_module(slips)


@pytest.mark.parametrize("slip", slips.SLIPS, ids=lambda slip: slip.name)
def test_a_slip_fits_the_source_once_and_is_code(slip) -> None:
    source = (SOURCE / slip.file).read_text("utf-8")
    assert slip.fits(source), f"{slip.file} has this {source.count(slip.right)} times: {slip.right!r}"
    assert ast.dump(ast.parse(slip.made(source))) != ast.dump(ast.parse(source))


def test_each_slip_has_a_name_of_its_own() -> None:
    names = [slip.name for slip in slips.SLIPS]
    assert len(set(names)) == len(names)
    assert len(slips.NAMED) >= 13
