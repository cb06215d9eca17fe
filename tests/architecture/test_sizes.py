"""The habits that keep the code readable: sizes, names, one job a module, one place that makes threads and processes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE_EXPLAIN, MODULE_REFUSE, MAIN_WINDOW, FUNCTION_REFUSE = 400, 600, 300, 60
WHY_LONG = "Long because"
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
MAKERS = {
    "Thread",
    "Timer",
    "Process",
    "Pool",
    "Popen",
    "ThreadPoolExecutor",
    "ProcessPoolExecutor",
    "QThread",
    "QThreadPool",
    "QProcess",
}
# The third builds indexes while it prepares what follows, and lets no thread outlive its one call. The last two are a reading process's own:
# they open weights while the picture is unpacked, and share out the lines of a page where nothing else needs the cores.
MAKER_PLACES = (
    "school_desk/kernel/jobs",
    "school_desk/desk/tasks",
    "school_desk/sync/snapshot",
    "school_desk/adapters/ocr/ahead",
    "school_desk/adapters/ocr/ppocr",
)

MODULES = sorted(
    path for top in ("school_desk", "installer", "tests", "benchmarks") for path in (ROOT / top).rglob("*.py")
)
PROGRAM = [path for path in MODULES if path.relative_to(ROOT).parts[0] == "school_desk"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def long_functions(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_REFUSE:
                yield f"{node.name}: {lines} lines"


def made_here(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in MAKERS:
                yield f"line {node.lineno}: {called}"
        elif isinstance(node, ast.ClassDef):
            bases = {base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in node.bases}
            yield from (f"line {node.lineno}: {base}" for base in bases & MAKERS)


def complaints(path: Path) -> Iterator[str]:
    """What the habits of this house object to in one module."""
    lines, docstring = len(path.read_text(encoding="utf-8").splitlines()), ast.get_docstring(tree(path)) or ""
    limit = MAIN_WINDOW if path.stem == "main_window" else MODULE_REFUSE
    if lines > limit:
        yield f"{lines} lines, at most {limit}"
    if lines > MODULE_EXPLAIN and WHY_LONG not in docstring:
        yield f"{lines} lines: the docstring must say “{WHY_LONG} …”"
    if lines and not docstring:
        yield "no docstring: its first one says the module's one job"
    if EMPTY_WORDS & set(path.stem.split("_")):
        yield "the name says nothing about the job"
    yield from long_functions(tree(path))


def test_modules_and_functions_are_small_and_say_their_job() -> None:
    found = {name_of(path): list(complaints(path)) for path in MODULES}
    assert {path: said for path, said in found.items() if said} == {}


def test_threads_and_processes_are_made_in_few_places_only() -> None:
    elsewhere = [path for path in PROGRAM if not name_of(path).startswith(MAKER_PLACES)]
    found = {name_of(path): list(made_here(tree(path))) for path in elsewhere}
    assert {path: made for path, made in found.items() if made} == {}


def test_the_measures_themselves_measure() -> None:
    long = ast.parse("def f():\n" + "    pass\n" * FUNCTION_REFUSE)
    makers = ast.parse("import threading\nthreading.Thread()\nQThread()\nclass Job(QtCore.QThread): pass\nlist()")
    assert list(long_functions(long)) == [f"f: {FUNCTION_REFUSE + 1} lines"]
    assert sorted(found.split(": ")[1] for found in made_here(makers)) == ["QThread", "QThread", "Thread"]
