"""docs/settings.md is what the settings are."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from callbench.cli.settings import written
from callbench.config import SETTINGS

ROOT = Path(__file__).parent.parent.parent


def test_the_page_is_not_stale() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "settings_page"), "check"], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_example_of_the_page_is_a_valid_file(run, monkeypatch, tmp_path) -> None:
    example = (ROOT / "docs" / "settings.md").read_text("utf-8").split("```toml\n")[1].split("```")[0]
    path = tmp_path / "settings.toml"
    path.write_text(example, "utf-8")
    monkeypatch.setenv("CALLBENCH_CONFIG", str(path))
    found = {entry["key"]: entry for entry in run("config", "show", "--json").json["settings"]}
    assert found["shop.name"] | {"label": ""} == {
        "key": "shop.name", "value": "静雅美容", "default": "", "origin": str(path), "variable": "CALLBENCH_SHOP_NAME", "label": "",
    }  # fmt: skip
    assert found["calls.per_day"]["value"] == 1


def test_what_show_prints_can_be_written_into_the_file(run, monkeypatch, tmp_path) -> None:
    shown = [line.split("  ")[0:2] for line in run("config", "show").out.splitlines()]
    assert len(shown) == len(SETTINGS)
    sections: dict[str, list[str]] = {}
    for setting in SETTINGS:
        section, name = setting.key.split(".")
        sections.setdefault(section, []).append(f"{name} = {written(setting.default)}")
    path = tmp_path / "settings.toml"
    path.write_text("\n".join(f"[{s}]\n" + "\n".join(lines) for s, lines in sections.items()), "utf-8")
    before = run("config", "show", "--json").json
    monkeypatch.setenv("CALLBENCH_CONFIG", str(path))
    after = run("config", "show", "--json").json
    assert [e["value"] for e in after["settings"]] == [e["value"] for e in before["settings"]]
    assert {e["origin"] for e in after["settings"]} == {str(path)}


@pytest.mark.parametrize(
    ("line", "says"), [("[calls]\nper_dya = 1", "calls.per_day"), ("[calls]\nper_day = 0", "from 1 to 50")]
)
def test_a_wrong_setting_is_refused_with_its_line(run, monkeypatch, tmp_path, line, says) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(line, "utf-8")
    monkeypatch.setenv("CALLBENCH_CONFIG", str(path))
    refused = run("config", "show", "--json")
    assert (refused.code, refused.out) == (2, "")
    error = json.loads(refused.err)["error"]
    assert error["code"] == "settings"
    assert error["where"] == f"{path}:2"
    assert says in error["what"] + error["todo"]


def test_a_password_in_an_address_is_not_shown(run, monkeypatch) -> None:
    monkeypatch.setenv("CALLBENCH_DESK_BASE", "postgresql+psycopg://desk:s3cret@db.example/shop")
    for words in (["config", "show"], ["config", "show", "--json"]):
        said = run(*words)
        assert "s3cret" not in said.out
        assert "desk:***@db.example/shop" in said.out


def test_keys_of_the_file_are_listed_with_their_line(run, monkeypatch, tmp_path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[keys]\n"call.note" = "f12"\n"call.why" = ["f2", "ctrl+w"]\n', "utf-8")
    monkeypatch.setenv("CALLBENCH_CONFIG", str(path))
    shown = run("config", "show").out.splitlines()[-2:]
    assert [line.split("  ")[0] for line in shown] == ['keys."call.note"', 'keys."call.why"']
    assert '["f2", "ctrl+w"]' in shown[1]
    assert run("config", "show", "--json").json["keys"][0] == {
        "command": "call.note", "keys": ["f12"], "origin": f"{path}:2",
    }  # fmt: skip
