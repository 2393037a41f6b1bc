"""Hostile names, notes and cells go through every command and come out as harmless text."""

import csv
import json

import pytest
from test_say import HOSTILE, harmless

NAMES = [text for text in HOSTILE if "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)]


@pytest.fixture
def hostile(shop, tmp_path):
    """A shop whose customers, services and campaign are named with hostility."""
    path = tmp_path / "hostile.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["name", "phone", "class", "last service", "date", "amount", "owner", "note"])
        for n, name in enumerate(NAMES):
            rows.writerow([name, f"136{n:08d}", "key", name, "2026-02-01", "10", "", name])
    assert shop("import", "customers", str(path)).code in (0, 1)
    shop("agent", "add", "bad", "B\x1b[31mad [/]")
    assert (
        shop("campaign", "start", "C\x1b]0;x\x07[/]", "--script", "care", "--purpose", "\x9b31m[@click=app.quit]").code
        == 0
    )
    return shop


def test_every_list_is_harmless(hostile, tmp_path) -> None:
    item = hostile("queue", "--size", "1", "--json").json["rows"][0]["item"]
    for words in (
        ["agent", "list"],
        ["campaign", "list"],
        ["queue"],
        ["queue", "--find", "\x1b[31m"],
        ["next", "--agent", "bad"],
        [
            "outcome",
            "-",
            "callback_agreed",
            "--agent",
            "bad",
            "--follow-up",
            "tomorrow 10am",
            "--reason",
            "\x1b[2J[/]",
            "--note",
            "\x07",
        ],
        ["follow-ups"],
        ["undo", "--agent", "bad"],
        ["call", "--agent", "bad"],
        ["summary"],
        ["summary", "--date", "\x1b[31m"],
        ["outcome", item, "\x1b[31m", "--agent", "bad"],
        ["next", "--agent", "\x1b]52;c;eA==\x07"],
        ["\x1b[31m"],
        ["summary", "--\x1b[31m"],
        ["import", "customers", "\x1b[31m.csv"],
        ["export", "customers", str(tmp_path / "out.jsonl")],
    ):
        for more in ([], ["--json"]) if words[0] != "call" else ([],):
            said = hostile(*words, *more, typed="2\n\x1b[31m\n")
            assert all(harmless(line) for line in (said.out + said.err).split("\n")), words
            assert said.code != 70, (words, said.err)


def test_exported_lines_are_harmless(hostile, program, tmp_path) -> None:
    out = program("export", "customers", "-").out
    assert all(harmless(line) for line in out.split("\n"))
    names = {json.loads(line)["name"] for line in out.splitlines()}
    assert "[/]" in names
    assert "[Acme] Ltd" in names, "square brackets are text"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("mysql://somewhere/x", 2),
        ("://", 2),
        ("postgresql+psycopg://desk:s3cret@127.0.0.1:1/shop", 3),
    ],
)
def test_addresses_that_are_no_base(run, address, code) -> None:
    refused = run("--db", address, "agent", "list")
    assert (refused.code, refused.out) == (code, "")
    assert "s3cret" not in refused.err
