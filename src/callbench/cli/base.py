"""Our kind of click: commands loaded when they are called, words translated when they are shown, options everywhere."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

from callbench import i18n
from callbench.cli import help as pages
from callbench.cli import table
from callbench.cli.front import HELP_NAMES, Wish
from callbench.i18n import N_, _


def _speak_our_language() -> None:
    """Let click's own sentences come from our catalogue: its modules hold gettext under the name `_`, bound at import."""
    for module in (core, decorators, exceptions, formatting, parser, termui, types):
        vars(module).update(_=i18n._, ngettext=i18n.ngettext)


_speak_our_language()


class _Translated:
    """Parameters whose metavar and help are messages."""

    said = ""
    shown = ""

    def take(self, attrs: dict[str, Any]) -> dict[str, Any]:
        self.said = attrs.pop("help", "")
        self.shown = attrs.pop("metavar", "")
        return attrs


class Option(_Translated, click.Option):
    """help and metavar are marked with N_."""

    def __init__(self, decls: Sequence[str], **attrs: Any) -> None:
        super().__init__(decls, **self.take(attrs))

    def row(self) -> tuple[str, str]:
        """(names, meaning) for the help page."""
        name = ", ".join([*self.opts, *self.secondary_opts])
        return pages.option(name, self.shown, _(self.said))


class Argument(_Translated, click.Argument):
    """help and metavar are marked with N_."""

    def __init__(self, decls: Sequence[str], **attrs: Any) -> None:
        super().__init__(decls, **self.take(attrs))

    def make_metavar(self, ctx: click.Context) -> str:
        name = _(self.shown)
        return name if self.required else f"[{name}]"

    def row(self) -> tuple[str, str]:
        """(name, meaning) for the help page."""
        return _(self.shown), _(self.said) if self.said else ""


class Language(click.ParamType[str]):
    """zh, zh-CN, en, en_GB …"""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not i18n.normal_language(value):
            self.fail(_("{value!r} is no language of callbench; write zh_CN or en.").format(value=value), param, ctx)
        return str(value)


def reason(error: click.UsageError) -> str:
    """What is wrong with a line, in one or two sentences."""
    if not isinstance(error, click.MissingParameter) or error.param is None:
        return error.format_message()
    said = _("{name} is missing.").format(name=error.param.get_error_hint(error.ctx))
    choices = error.param.type.get_missing_message(error.param, error.ctx)
    return f"{said} {choices}" if choices else said


class Choice(click.Choice[str]):
    """One of a few words."""

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:
        return _("Choose one of: {choices}").format(choices=_(", ").join(self.choices))


class Number(click.ParamType[int]):
    """A whole number from `least` to `most`."""

    name = "number"

    def __init__(self, least: int, most: int = 2**31 - 1) -> None:
        self.least = least
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            number = self.least - 1
        if not self.least <= number <= self.most:
            self.fail(
                _("{value!r} is no whole number from {least} to {most}.").format(
                    value=value, least=self.least, most=self.most
                ),
                param,
                ctx,
            )
        return number


def _everywhere(*, json: bool) -> list[click.Parameter]:
    """The options every command takes; each notes its value on the one Wish of the line, the last one said wins."""

    def note(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        if value:
            setattr(ctx.ensure_object(Wish), str(param.name), value)

    def made(words: tuple[str, str, str], **more: Any) -> Option:
        name, value, said = words
        return Option([name], metavar=value, help=said, callback=note, expose_value=False, **more)

    found: list[click.Parameter] = [made(table.DB), made(table.LANG, type=Language())]
    return [*found, made(table.JSON, is_flag=True)] if json else found


class Command(click.Command):
    """A command with our help page. json: a program may read its answer."""

    def __init__(self, name: str, *, json: bool = True, **attrs: Any) -> None:
        super().__init__(name, **attrs)
        self.params += _everywhere(json=json)

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        return list(HELP_NAMES)

    def get_usage(self, ctx: click.Context) -> str:
        return _("Usage: {usage}").format(usage=self.usage(ctx))

    def usage(self, ctx: click.Context) -> str:
        """The usage line after its word."""
        arguments = [p.make_metavar(ctx) for p in self.params if isinstance(p, Argument)]
        return " ".join([ctx.command_path, *arguments, _("[OPTIONS]")])

    def get_help(self, ctx: click.Context) -> str:
        options = [p.row() for p in self.params if isinstance(p, Option)]
        options.append(pages.option(table.HELP[0], "", _(table.HELP[2])))
        return pages.page(
            self.usage(ctx),
            _(self.help) if self.help else "",
            [(_("Arguments"), [p.row() for p in self.params if isinstance(p, Argument)]), (_("Options"), options)],
        )

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(self.get_help(ctx))


_ANYWHERE = {table.DB[0]: 2, table.LANG[0]: 2, table.JSON[0]: 1}  # options of every command: how many words each takes


class Group(click.Group):
    """The commands of one group of the table; each is imported when it is called or asked for its help."""

    def __init__(self, name: str = "") -> None:
        self.table_name = name
        params = _everywhere(json=True)
        if not name:
            value, said = table.AGENT[1:]
            params.append(Option(["--agent"], metavar=value, help=said, callback=_note_agent, expose_value=False))
        super().__init__(name or "callbench", params=params, no_args_is_help=False)
        # Names only, so that click can tell the nearest one; get_command loads.
        self.commands = dict.fromkeys(self.list_commands(None), click.Command(None))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if self.table_name in table.LISTED:
            args = self._listing(args)
        return super().parse_args(ctx, args)

    def _listing(self, args: list[str]) -> list[str]:
        """The words with `list` before those that belong to it, where no command of the group is named first."""
        at = 0
        while at < len(args) and args[at].partition("=")[0] in _ANYWHERE:
            at += 1 if "=" in args[at] else _ANYWHERE[args[at]]
        rest = args[at:]
        said = rest and (rest[0] in HELP_NAMES or not rest[0].startswith("-"))  # a command, or a word that is none
        return args if said else [*args[:at], "list", *rest]

    def list_commands(self, ctx: click.Context | None) -> list[str]:
        return [name for name, _place, _help in table.GROUPS[self.table_name]]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for name, place, _help in table.GROUPS[self.table_name]:
            if name == cmd_name:
                if not place:
                    return Group(name)
                module, _colon, attribute = place.partition(":")
                found = getattr(importlib.import_module(module), attribute)
                assert isinstance(found, click.Command)
                return found
        return None

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        return list(HELP_NAMES)

    def get_usage(self, ctx: click.Context) -> str:
        return _("Usage: {usage}").format(usage=self.usage(ctx))

    def usage(self, ctx: click.Context) -> str:
        """The usage line after its word."""
        return ctx.command_path + " " + _("COMMAND [ARGUMENTS] [OPTIONS]")

    def get_help(self, ctx: click.Context) -> str:
        if not self.table_name:
            return pages.first_page()
        about = next(said for name, _place, said in table.GROUPS[""] if name == self.table_name)
        commands = [(name, _(said)) for name, _place, said in table.GROUPS[self.table_name]]
        options = [p.row() for p in self.params if isinstance(p, Option)]
        options.append(pages.option(table.HELP[0], "", _(table.HELP[2])))
        return pages.page(self.usage(ctx), _(about), [(_("Commands"), commands), (_("Options"), options)])

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(self.get_help(ctx))


def _note_agent(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value:
        ctx.ensure_object(Wish).agent = value


def command(name: str, said: str, *, json: bool = True) -> Callable[[Callable[..., Any]], Command]:
    """Declare a command; the function is handed a Door first."""
    from callbench.cli.door import pass_door

    def wrap(function: Callable[..., Any]) -> Command:
        made = click.command(name, cls=Command, help=said, json=json)(pass_door(function))
        assert isinstance(made, Command)
        return made

    return wrap


def option(*names: str, said: str, metavar: str = "", **attrs: Any) -> Callable[[Any], Any]:
    """An option with a translated help line."""
    return click.option(*names, cls=Option, help=said, metavar=metavar, **attrs)


def argument(name: str, metavar: str, said: str = "", **attrs: Any) -> Callable[[Any], Any]:
    """A positional argument with a translated name and help line."""
    return click.argument(name, cls=Argument, metavar=metavar, help=said, **attrs)


agent_option = option("--agent", metavar=table.AGENT[1], said=table.AGENT[2])
file_argument = argument("file", N_("FILE"), N_("The file to read."))
