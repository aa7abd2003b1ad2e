"""Resolves modules, each for itself: builds nodes and types, runs the checks. Of many, the newest of a name is used."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from trishul.smi.diagnostics import Diagnostic, Finding
from trishul.smi.model import CompiledSet, Module, ModuleIdentityNode
from trishul.smi.resolve.checks import check_module, comparable_date, is_smiv2
from trishul.smi.resolve.imports import check_imports
from trishul.smi.resolve.nodes import build_nodes
from trishul.smi.resolve.scopes import LoadedModules, ModuleProvider, ModulesBeyond, Scope, Scopes
from trishul.smi.resolve.types import resolve_type
from trishul.smi.source import Lines, diagnose
from trishul.smi.syntax import ModuleIdentity, ParsedModule, ParsedSource

_BY_NAME = attrgetter("name")


class ResolvedModule(NamedTuple):
    """A module of the model, what was found about it, and all that it depends on."""

    module: Module
    diagnostics: list[Diagnostic]
    modules_read: frozenset[str]
    """Other modules it asked for, loaded or not: the result is the same as long as they are."""
    names_sought: frozenset[str]
    """Names it looked for in all modules: the result is the same as long as the same modules define them."""


def resolve_modules(sources: Iterable[ParsedSource], beyond: ModuleProvider | None = None) -> CompiledSet:
    """The model of all modules in these sources, and all findings about them; `beyond` has what they import."""
    findings: list[Diagnostic] = []
    newest: dict[str, ParsedModule] = {}
    superseded: list[ParsedModule] = []
    for source in sources:
        findings += source.diagnostics
        for module in source.modules:
            known = newest.setdefault(module.name, module)
            if known is not module:
                older, newer = (known, module) if last_updated(module) > last_updated(known) else (module, known)
                newest[module.name] = newer
                superseded.append(older)
    provider: ModuleProvider = LoadedModules(newest.values())
    if beyond is not None:
        provider = ModulesBeyond(provider, beyond)
    modules: dict[str, Module] = {}
    for name in newest:
        resolved = resolve_module(provider, name)
        modules[name] = resolved.module
        findings += resolved.diagnostics
    findings += map(older_text, superseded)
    findings.sort(key=lambda finding: (finding.source, finding.start))
    return CompiledSet(modules, tuple(findings), tuple((module.name, module.source) for module in superseded))


def last_updated(module: ParsedModule) -> str:
    """The module's date as YYYYMMDDHHMMZ; modules without one are older than all others."""
    for definition in module.definitions:
        if isinstance(definition, ModuleIdentity):
            return comparable_date(definition.last_updated)
    return ""


def older_text(module: ParsedModule) -> Diagnostic:
    """The finding about a text that another one replaces."""
    lines = Lines("")
    lines.starts = module.line_starts
    message = f"Another text of {module.name} is newer or came first"
    finding = Finding("duplicate-module", module.at, module.at + 1, message, "This one is kept and not used")
    return diagnose(module.source, module.name, lines, finding)


def resolve_module(provider: ModuleProvider, name: str) -> ResolvedModule:
    """Resolves one module, which the provider has; the findings of its parser go first."""
    contents = provider.find(name)
    assert contents is not None
    scopes = Scopes(provider, contents)
    module = _resolved(scopes, scopes.home)
    read = frozenset(scopes.modules_read) - {name}
    findings = [*contents.parsed.diagnostics, *scopes.diagnostics]
    return ResolvedModule(module, findings, read, frozenset(scopes.names_sought))


def _resolved(scopes: Scopes, scope: Scope) -> Module:
    """One module of the model."""
    types = sorted((resolve_type(scopes, scope, definition) for definition in scope.types.values()), key=_BY_NAME)
    nodes = build_nodes(scopes, scope)
    check_imports(scopes, scope)
    check_module(scopes, scope, nodes)
    identity = next((node for node in nodes if isinstance(node, ModuleIdentityNode)), None)
    return Module(
        scope.name,
        scope.parsed.source,
        is_smiv2(scope),
        scope.parsed.imports,
        tuple(scope.unmet),
        tuple(sorted(nodes, key=_BY_NAME)),
        tuple(types),
        identity,
    )
