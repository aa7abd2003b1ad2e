"""The settings of a server, from the configuration's own fields."""

from __future__ import annotations

from docs.generator.markdown import block, cell, code, page, table
from trishul.services.configuration import SettingDescription, describe_settings

_DEFAULTS = {"data_dir": "the platform's user data directory, `trishul`"}
"""Defaults that differ from machine to machine."""


def settings_page() -> str:
    """Variable, option, line of TOML and default of each setting."""
    return page(
        "Settings",
        "What is decided before the server starts. Options win over variables, variables over the file that "
        "`--config` or "
        "`TRISHUL_CONFIG` names. What people change while it runs is on the page *Settings*, and "
        "[over REST](rest/settings.md).",
        table(
            ("Variable", "Option", "Default", "Meaning"),
            (
                (code(each.variable), _option(each), _default(each), cell(each.description))
                for each in describe_settings()
            ),
        ),
        "A file has the same names in lower case, without `TRISHUL_`:",
        block('snmp_host = "0.0.0.0"\nsnmp_port = 1061\nallowed_hosts = ["trishul.example"]', "toml"),
        "Settings without an option may be secret, and a command line can be read by others.",
    )


def _option(setting: SettingDescription) -> str:
    return "" if setting.is_secret else code("--" + setting.name.replace("_", "-"))


def _default(setting: SettingDescription) -> str:
    return _DEFAULTS.get(setting.name) or cell(setting.default)
