"""The settings: declared once in `SETTINGS`, read from one TOML file, each overridable by CALLBENCH_SECTION_KEY."""

from callbench.config.declared import SETTINGS, WEEKDAYS, Setting
from callbench.config.reading import default_base, load_settings, settings_path
from callbench.config.settings import Settings, ShopDays, span_of

__all__ = [
    "SETTINGS",
    "WEEKDAYS",
    "Setting",
    "Settings",
    "ShopDays",
    "default_base",
    "load_settings",
    "settings_path",
    "span_of",
]
