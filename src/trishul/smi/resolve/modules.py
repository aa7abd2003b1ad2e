"""Resolves many modules together: picks the newest of each name, builds nodes and types, runs the checks."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from trishul.smi.diagnostics import Diagnostic, Finding
from trishul.smi.model import CompiledSet, Module, ModuleIdentityNode
from trishul.smi.resolve.checks import check_module, comparable_date, is_smiv2
from trishul.smi.resolve.imports import check_imports
from trishul.smi.resolve.nodes import build_nodes
from trishul.smi.resolve.scopes import Scope, Scopes
from trishul.smi.resolve.types import resolve_type
from trishul.smi.source import Lines, diagnose
from trishul.smi.syntax import ModuleIdentity, ParsedModule, ParsedSource

_BY_NAME = attrgetter("name")


def resolve_modules(sources: Iterable[ParsedSource]) -> CompiledSet:
    """The model of all modules in these sources, and all findings about them."""
    findings: list[Diagnostic] = []
    newest: dict[str, ParsedModule] = {}
    superseded: list[ParsedModule] = []
    for source in sources:
        findings += source.diagnostics
        for module in source.modules:
            known = newest.setdefault(module.name, module)
            if known is not module:
                older, newer = (known, module) if _last_updated(module) > _last_updated(known) else (module, known)
                newest[module.name] = newer
                superseded.append(older)
    for module in newest.values():
        findings += module.diagnostics
    scopes = Scopes(newest.values())
    modules = {scope.name: _resolved(scopes, scope) for scope in scopes}
    findings += [_older(module) for module in superseded]
    findings += scopes.diagnostics
    findings.sort(key=lambda finding: (finding.source, finding.start))
    return CompiledSet(modules, tuple(findings), tuple((module.name, module.source) for module in superseded))


def _last_updated(module: ParsedModule) -> str:
    """The module's date; modules without one are older than all others."""
    for definition in module.definitions:
        if isinstance(definition, ModuleIdentity):
            return comparable_date(definition.last_updated)
    return ""


def _older(module: ParsedModule) -> Diagnostic:
    lines = Lines("")
    lines.starts = module.line_starts
    message = f"Another text of {module.name} is newer or came first"
    finding = Finding("duplicate-module", module.at, module.at + 1, message, "This one is kept and not used")
    return diagnose(module.source, module.name, lines, finding)


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
