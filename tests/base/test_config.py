"""Settings: the file, the variables, and what is said when they are wrong."""

from datetime import time
from pathlib import Path

import pytest

from callbench.config import SETTINGS, load_settings
from callbench.errors import SettingsProblem


def write(tmp_path: Path, text: str) -> dict[str, str]:
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    return {"CALLBENCH_CONFIG": str(path)}


def test_defaults_without_a_file() -> None:
    settings = load_settings({})
    assert settings["calls.from"] == time(9)
    assert settings.zone.key == "Asia/Shanghai"
    assert set(settings.origin.values()) == {"default"}


def test_file_then_variable(tmp_path: Path) -> None:
    environ = write(tmp_path, '[shop]\nname = "静雅"\n[calls]\nfrom = 10:00:00\ngap_minutes = 90\n')
    settings = load_settings(environ | {"CALLBENCH_CALLS_GAP_MINUTES": "45"})
    assert (settings["shop.name"], settings["calls.from"], settings["calls.gap_minutes"]) == ("静雅", time(10), 45)
    assert settings.origin["shop.name"].endswith("settings.toml")
    assert settings.origin["calls.gap_minutes"] == "CALLBENCH_CALLS_GAP_MINUTES"


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("[shop]\n\nnme = 'x'\n", "settings.toml:3", "shop.nme"),
        ("[calls]\ngap_minutes = 'often'\n", "settings.toml:2", "a whole number from 0 to 10080"),
        ("[calls]\nper_day = 0\n", "settings.toml:2", "from 1 to 50"),
        ("[calls]\nper_day = true\n", "settings.toml:2", "whole number"),
        ("[shop]\nzone = 'Asia/Peking'\n", "settings.toml:2", "a time zone like Asia/Shanghai"),
        ("[desk]\nlanguage = 'fr'\n", "settings.toml:2", "zh_CN or en"),
        ("[calls]\nfrom = '25:00'\n", "settings.toml:2", "a time like 09:00"),
        ("[calls]\nfrom = '09:00+01:00'\n", "settings.toml:2", "a time like 09:00"),
        ("[shop]\nregion = 'China'\n", "settings.toml:2", "two letters"),
        ("[desk]\ntheme = 'pink'\n", "settings.toml:2", "dark, light, contrast"),
        ("[desk]\nspacing = 1\n", "settings.toml:2", "roomy, compact"),
        ("[keys]\n'call.note' = 8\n", "settings.toml:2", "a key like f2"),
        ("[keys]\n'call.note' = ['f8', '']\n", "settings.toml:2", "a key like f2"),
        ("keys = 3\n", "settings.toml:1", "no setting 'keys'"),
        ("[shop\n", "settings.toml", "not TOML"),
        ("[calls]\nfrom = '21:00'\nuntil = '09:00'\n", "settings.toml", "earlier"),
    ],
)
def test_wrong_settings_name_file_line_and_what_is_expected(tmp_path: Path, text: str, where: str, said: str) -> None:
    with pytest.raises(SettingsProblem) as caught:
        load_settings(write(tmp_path, text))
    assert where in caught.value.where
    assert said in caught.value.what
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(("name", "value"), [("CALLBENCH_CALLS_FROM", "22:00"), ("CALLBENCH_LANG", "klingon")])
def test_a_wrong_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsProblem) as caught:
        load_settings({name: value})
    assert caught.value.where == name


def test_an_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem) as caught:
        load_settings(write(tmp_path, "[calls]\ngap_minute = 3\n"))
    assert "calls.gap_minutes" in caught.value.todo


def test_an_unknown_variable_names_the_nearest() -> None:
    with pytest.raises(SettingsProblem) as caught:
        load_settings({"CALLBENCH_SHOP_ZON": "UTC"})
    assert "CALLBENCH_SHOP_ZONE" in caught.value.todo


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem):
        load_settings({"CALLBENCH_CONFIG": str(tmp_path / "none.toml")})


def test_every_setting_can_be_a_variable_and_has_a_label() -> None:
    assert len({setting.variable for setting in SETTINGS}) == len(SETTINGS)
    assert all(setting.label.endswith(".") for setting in SETTINGS)


@pytest.mark.parametrize(
    "text",
    [
        '[keys]\n"call.note" = "f12"\n"call.why" = ["f2", "^w"]\n"queue.leave" = []\n',
        '[keys]\ncall.note = "f12"\ncall.why = ["f2", "^w"]\nqueue.leave = []\n',
        '[keys.call]\nnote = "f12"\nwhy = ["f2", "^w"]\n[keys.queue]\nleave = []\n',
    ],
)
def test_keys_of_commands_and_where_they_stand(tmp_path: Path, text: str) -> None:
    settings = load_settings(write(tmp_path, text))
    assert settings.keys == {"call.note": ("f12",), "call.why": ("f2", "^w"), "queue.leave": ()}
    assert settings.keys_at["call.why"] == f"{tmp_path / 'settings.toml'}:3"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[marketing]\nfrom = "20:00"\nuntil = "19:00"\n', 3),
        ('[marketing]\nfrom = "10:00"\n[calls]\nfrom = "20:30"\n', 2),
        ('[marketing]\nfrom = "12:30"\nuntil = "13:30"\n[shop]\npause = "12:00-14:00"\n', 3),
    ],
)
def test_hours_for_advertising_lie_inside_the_calling_hours(tmp_path, text, line) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsProblem) as caught:
        load_settings({"CALLBENCH_CONFIG": str(path)})
    assert caught.value.where == f"{path}:{line}"


def test_hours_for_advertising_that_nobody_set_follow_calling_hours_they_would_miss(tmp_path: Path) -> None:
    early = load_settings(write(tmp_path, '[calls]\nfrom = "06:00"\nuntil = "09:00"\n'))
    assert (early["marketing.from"], early["marketing.until"]) == (time(6), time(9))
    usual = load_settings({})
    assert usual["marketing.from"] > usual["calls.from"]
