"""How large a file, a function, a line and a comment may be (docs: CONTRIBUTING.md)."""

from cpp_scanner import comment_blocks, functions
from tree import CPP, SCRIPT, Finding

FILE_LINES_MAX = 300
FUNCTION_LINES_MAX = 50
LINE_COLUMNS_MAX = 100
COMMENT_LINES_MAX = 8
HOUSE = ("src", "tests", "bench", "scripts")


def check_files(tree):
    paths = tree.below(*HOUSE, "web/src", "cmake", ending=CPP + SCRIPT + (".py", ".sh", ".css", ".cmake", ".sql"))
    return [Finding(path, 0, f"file is {len(lines)} lines, the limit is {FILE_LINES_MAX}")
            for path in paths if len(lines := tree.lines(path)) > FILE_LINES_MAX]


def check_functions(tree):
    return [Finding(path, function.line, f"function is {function.length} lines, the limit is {FUNCTION_LINES_MAX}")
            for path in tree.below(*HOUSE, ending=CPP) for function in functions(tree.text(path))
            if function.length > FUNCTION_LINES_MAX]


def check_lines(tree):
    return [Finding(path, number, f"line is {len(line)} columns, the limit is {LINE_COLUMNS_MAX}")
            for path in tree.below(*HOUSE, ending=CPP) for number, line in enumerate(tree.lines(path), 1)
            if len(line) > LINE_COLUMNS_MAX]


def check_comments(tree):
    return [Finding(path, start, f"comment is {length} lines, the limit is {COMMENT_LINES_MAX}")
            for path in tree.below(*HOUSE, "web/src", ending=CPP + SCRIPT)
            for start, length in comment_blocks(tree.lines(path)) if length > COMMENT_LINES_MAX]
