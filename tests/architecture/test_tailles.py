"""Nothing grows past what can be read in one go: functions of 60 lines, modules of 500, test modules of 800."""

import ast
from collections.abc import Iterator
from pathlib import Path

MAX_FUNCTION = 60
MAX_MODULE = 500
MAX_TEST_MODULE = 800


def modules(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the name and the length, docstring included, of every function of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


def too_long(folder: Path, limit: int) -> list[str]:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules(folder)}
    return [f"{path}: {length} lines" for path, length in lengths.items() if length > limit]


def test_no_function_is_longer_than_60_lines(root):
    long_functions = [
        f"{path}: {name} has {length} lines"
        for path in modules(root / "src")
        for name, length in functions(path)
        if length > MAX_FUNCTION
    ]

    assert long_functions == []


def test_no_module_is_longer_than_500_lines(root):
    assert too_long(root / "src", MAX_MODULE) == []


def test_no_test_module_is_longer_than_800_lines(root):
    assert too_long(root / "tests", MAX_TEST_MODULE) == []
