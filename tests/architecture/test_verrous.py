"""How rows are locked: so that whoever writes rows that refer to them is not kept waiting.

PostgreSQL checks a foreign key by sharing the key of the row that it leads to. A plain FOR UPDATE refuses that, and two users would end
up waiting for each other: one holds a certificateur and wants the journal, the other holds the journal and refers to the certificateur.
"""

import ast


def _locks(tree):
    """Yield the calls that lock rows."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "select_for_update":
            yield node


def test_every_lock_leaves_the_key_alone(root):
    calls = [
        (path.relative_to(root), call)
        for path in sorted((root / "src" / "agrafe").rglob("*.py"))
        for call in _locks(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert len(calls) > 20
    wrong = [
        f"{path}:{call.lineno}: add no_key=True"
        for path, call in calls
        if ("no_key", "True") not in {(one.arg, ast.unparse(one.value)) for one in call.keywords}
    ]
    assert wrong == []
