"""The size budget: a reader holds a function on one screen and a file in one sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

LONGEST_FUNCTION = 60
USUAL_FUNCTION = 20
USUAL_SHARE = 0.80
LONGEST_FILE = 500
MOST_ARGUMENTS = 6

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(trees: dict[str, ast.Module]) -> Iterator[tuple[str, Function]]:
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield f"{name}:{node.lineno} {node.name}", node


def length(node: Function) -> int:
    """Lines from ``def`` to the last one; a command's parameters are its options and don't count."""
    first = node.body[0].lineno if is_command(node) else node.lineno
    return (node.end_lineno or first) - first + 1


def is_command(node: Function) -> bool:
    """Whether the framework calls the function, by a decorator of the command line or as the program's callback."""
    calls = [mark.func for mark in node.decorator_list if isinstance(mark, ast.Call)]
    return any(isinstance(call, ast.Name) and call.id == "command" for call in calls)


def test_no_function_is_longer_than_sixty_lines(modules: dict[str, ast.Module]) -> None:
    assert [place for place, node in functions(modules) if length(node) > LONGEST_FUNCTION] == []


def test_four_of_five_functions_have_at_most_twenty_lines(sources: dict[str, ast.Module]) -> None:
    lengths = [length(node) for _, node in functions(sources)]
    usual = sum(each <= USUAL_FUNCTION for each in lengths)
    assert usual / len(lengths) >= USUAL_SHARE, f"{usual} of {len(lengths)}"


def test_no_file_is_longer_than_five_hundred_lines(files: list[Path], root: Path) -> None:
    code = [path for path in files if path.suffix in {".py", ".sh", ".j2"} or path.name == "Makefile"]
    lengths = {str(path.relative_to(root)): len(path.read_text("utf-8").splitlines()) for path in code}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_takes_more_than_six_arguments(modules: dict[str, ast.Module]) -> None:
    def count(node: Function) -> int:
        named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        return len([each for each in named if each.arg not in {"self", "cls"}])

    found = {place: count(node) for place, node in functions(modules) if not is_command(node)}
    assert {place: arguments for place, arguments in found.items() if arguments > MOST_ARGUMENTS} == {}
