"""Checks of IMPORTS: what is not loaded, not there, not used, missing (RFC 2578 §3.2)."""

from __future__ import annotations

from trishul.smi.diagnostics import Edit
from trishul.smi.resolve.base import MACRO_HOMES, MODULE_ALIASES, OTHER_NAMES, SMI_MODULES, home_of
from trishul.smi.resolve.import_edits import removals
from trishul.smi.resolve.scopes import Scope, Scopes
from trishul.smi.syntax import (
    Capabilities,
    Compliance,
    Definition,
    Group,
    Import,
    ModuleIdentity,
    NotificationType,
    ObjectIdentity,
    ObjectType,
    TypeDefinition,
)

_SMIV2_MODULES = frozenset(("SNMPv2-SMI", "SNMPv2-TC", "SNMPv2-CONF"))
_OTHER_SMI_NAMES = frozenset(
    (
        "ObjectName",
        "NotificationName",
        "ObjectSyntax",
        "SimpleSyntax",
        "ApplicationSyntax",
        "ExtUTCTime",
        "UInteger32",
        "BITS",
        "INTEGER",
    )
)
"""Names of SNMPv2-SMI that no other module needs, and words that need no import."""
_MACROS: dict[type[Definition], str] = {
    ObjectType: "OBJECT-TYPE",
    ModuleIdentity: "MODULE-IDENTITY",
    ObjectIdentity: "OBJECT-IDENTITY",
    Compliance: "MODULE-COMPLIANCE",
    Capabilities: "AGENT-CAPABILITIES",
}


def check_imports(scopes: Scopes, scope: Scope) -> None:
    """Reports each module that is not loaded once, with the names wanted from it, and each single name otherwise."""
    wanted: dict[str, list[Import]] = {}
    for imported in scope.parsed.imports:
        wanted.setdefault(imported.module, []).append(imported)
    for module, imports in wanted.items():
        homes = scopes.find_module(module)
        if module in OTHER_NAMES:
            _report_other_name(scopes, scope, module, imports[0])
        if module in _SMIV2_MODULES:
            _check_smi_names(scopes, scope, module, imports)
        elif homes:
            _check_names(scopes, scope, homes, imports)
        elif module not in SMI_MODULES and not all(home_of(imported.name) for imported in imports):
            _report_absent(scopes, scope, module, imports)
    _check_use(scopes, scope)
    _check_macros(scopes, scope)


def _check_smi_names(scopes: Scopes, scope: Scope, module: str, imports: list[Import]) -> None:
    """Names imported from a module of the SMI; what these define is known without them."""
    homes = scopes.find_module(module)
    for imported in imports:
        name = imported.name
        home = home_of(name)
        if name in _OTHER_SMI_NAMES or any(name in one.values or name in one.types for one in homes):
            continue
        if home is None:
            scope.unmet.append((module, name))
            found = scopes.homes_of(name)
            hint = f"Found in {', '.join(found[:3])}" if found else "Correct the name"
            scopes.report(scope, "unknown-import", imported.at, f"{module} has no {name}", hint)
        elif home in _SMIV2_MODULES and home != module:
            message = f"{name} is imported from {module}, which does not define it"
            scopes.report(scope, "unknown-import", imported.at, message, f"Import it from {home}")


def _report_other_name(scopes: Scopes, scope: Scope, module: str, first: Import) -> None:
    """A module that goes by another name, at the place where it is named."""
    right = MODULE_ALIASES[module][0]
    at = max(first.at, first.end - len(module))
    edit = Edit(at, first.end, right) if at + len(module) == first.end else None
    scopes.report(scope, "other-name", at, f"{module} is called {right}", f"Write {right}", edit=edit)


def _report_absent(scopes: Scopes, scope: Scope, module: str, imports: list[Import]) -> None:
    """An absent module is one finding, however many names are wanted from it."""
    names = [imported.name for imported in imports]
    scope.unmet.extend((module, name) for name in names)
    shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
    elsewhere = sorted({home for name in names for home in scopes.homes_of(name)})[:3]
    hint = f"Found in {', '.join(elsewhere)}" if elsewhere else f"Load {module}"
    scopes.report(scope, "unknown-module", imports[0].at, f"{module} is not loaded: {shown}", hint)


def _check_names(scopes: Scopes, scope: Scope, homes: list[Scope], imports: list[Import]) -> None:
    """Names that the module does not define itself."""
    for imported in imports:
        name = imported.name
        if any(name in home.values or name in home.types for home in homes) or name in MACRO_HOMES:
            continue
        if homes[0].name in SMI_MODULES and home_of(name):
            continue
        defined_in = scopes.homes_of(name)
        if any(name in home.imports for home in homes) or home_of(name):
            hint = f"Import it from {defined_in[0] if defined_in else home_of(name) or 'where it is defined'}"
            scopes.report(scope, "moved-import", imported.at, f"{homes[0].name} does not define {name}", hint)
            continue
        scope.unmet.append((imported.module, name))
        hint = f"Found in {', '.join(defined_in[:3])}" if defined_in else "Correct the name, or load another revision"
        scopes.report(scope, "unknown-import", imported.at, f"{imported.module} has no {name}", hint)


def _check_use(scopes: Scopes, scope: Scope) -> None:
    """Imported names that stand nowhere in the module."""
    parsed = scope.parsed
    unused = [imported for imported in parsed.imports if imported.name not in parsed.words]
    edits = removals(parsed, {imported.name for imported in unused}) if unused else {}
    for imported in unused:
        message = f"{imported.name} is imported and not used"
        edit = edits.get(imported.at)
        scopes.report(scope, "unused-import", imported.at, message, "Leave it out", subject=imported.name, edit=edit)


def _check_macros(scopes: Scopes, scope: Scope) -> None:
    """Macros that are used without being imported; those of SMIv1 and SMIv2 have the same names."""
    if scope.name in SMI_MODULES:
        return
    for definition in scope.parsed.definitions:
        macro = _macro_of(definition)
        if macro == "NOTIFICATION-TYPE" and "TRAP-TYPE" in scope.imports:
            continue  # a trap whose enterprise is not named
        if macro and macro not in scope.imports:
            scopes.report_missing_import(scope, macro, definition.at)


def _macro_of(definition: Definition) -> str | None:
    if isinstance(definition, NotificationType):
        return "TRAP-TYPE" if definition.enterprise else "NOTIFICATION-TYPE"
    if isinstance(definition, Group):
        return "NOTIFICATION-GROUP" if definition.has_notifications else "OBJECT-GROUP"
    if isinstance(definition, TypeDefinition):
        return "TEXTUAL-CONVENTION" if definition.is_convention else None
    return _MACROS.get(type(definition))
