"""The search language for notifications, from the table that its parser and its completion read."""

from __future__ import annotations

from docs.generator.markdown import cell, code, page, table
from trishul.search.fields import EXAMPLES, FIELDS, SearchField


def search_page() -> str:
    """Fields, operators, words and examples."""
    return page(
        "Search language",
        "One language finds stored notifications, filters what is pushed, and says what rules and tests are about. "
        "Terms "
        "beside each other must all hold; `or` and parentheses give a choice, `not` or a minus sign excludes. Words "
        "without a "
        "field are looked for everywhere. Guides: [Search and export](../guides/search.md), "
        "[Wait for a notification](../guides/expect.md).",
        table(("Query", "Meaning"), ((code(query), cell(meaning)) for query, meaning in EXAMPLES)),
        "## Fields",
        table(
            ("Field", "Operators", "Meaning", "Example"),
            (
                (code(each.name), " ".join(map(code, each.operators)), cell(each.meaning), code(each.example))
                for each in FIELDS.values()
            ),
        ),
        *(_choices(each) for each in FIELDS.values() if each.choices),
        "## Operators",
        "`:` and `=` compare, `!=` is the opposite, `~` looks for a piece of the text and `!~` for its absence, "
        "`<`, `<=`, `>` "
        "and `>=` order numbers, times and severities. A value with spaces or parentheses stands in double quotes.",
    )


def _choices(field: SearchField) -> str:
    words = ((code(word), cell(meaning)) for word, meaning in field.choices.items())
    return f"## Values of `{field.name}`\n\n" + table(("Value", "Meaning"), words)
