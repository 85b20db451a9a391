"""Reads C++ well enough to find functions, types and comments. Braces decide; nothing is parsed."""

import re
from dataclasses import dataclass


def without_comments_and_literals(text):
    """The same text, line for line, with comments gone and literals emptied."""
    token = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"([^()\\ \n]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Za-z_])\'(?:\\.|[^\'\\\n])+\'',
        re.DOTALL)

    def blank(match):
        found = match.group(0)
        kept = "\n" * found.count("\n")
        return kept if found.startswith("/") else '""' + kept

    return token.sub(blank, text)


@dataclass(frozen=True)
class Function:
    line: int  # where its head starts
    length: int  # lines from the head's first to the closing brace


_SCOPE = re.compile(r'^(?:template\b.*?>\s*|inline\s+|export\s+|typedef\s+)*'
                    r'(?:namespace|class|struct|union|enum|extern\s*"")(?![A-Za-z_0-9])', re.DOTALL)
# A macro that stands alone before what it says something about: `BOOST_DESCRIBE_STRUCT(A, (), (b))`.
_MACRO_LINE = re.compile(r"^(?:[A-Z][A-Z0-9_]{3,}\s*\((?:[^()]|\([^()]*\))*\)\s*)+(?=\S)")
_CONTROL = re.compile(r"^(?:else\b|if\b|for\b|while\b|do\b|switch\b|try\b|catch\b|case\b|default\b)")


def _is_function_head(head):
    """Whether a brace that follows `head` at namespace or class level opens a function's body."""
    if _CONTROL.match(head) or ")" not in head:
        return False
    if head.count("(") != head.count(")"):
        return False
    after = head[head.index("("):]
    depth, end = 0, 0
    for end, char in enumerate(after):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            break
    tail = after[end + 1:].strip()
    if tail.startswith(":") and not tail.startswith("::"):  # a constructor's initialisers: `a_{1}, b_(2)`
        return tail.endswith((")", "}"))
    return "=" not in tail.replace("==", "") or "requires" in tail


def functions(text):
    """Every outermost function body, members and lambdas at namespace level included."""
    code = without_comments_and_literals(text)
    code = re.sub(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", "", code, flags=re.MULTILINE | re.DOTALL)
    found, stack, line = [], [], 1
    head, head_line = [], None
    for char in code:
        if char == "\n":
            line += 1
        inside = bool(stack) and stack[-1][0] == "function"
        if inside:
            if char == "{":
                stack[-1][1] += 1
            elif char == "}":
                stack[-1][1] -= 1
                if stack[-1][1] == 0:
                    _, _, start = stack.pop()
                    found.append(Function(start, line - start + 1))
                    head, head_line = [], None
            continue
        if char == "{":
            if stack and stack[-1][0] == "value":
                stack.append(["value", len(head), line])
                head.append("{")
                continue
            words = re.sub(r"\[\[.*?\]\]", "", "".join(head)).strip()
            words = re.sub(r"^(?:public|private|protected)\s*:\s*", "", words)
            words = _MACRO_LINE.sub("", words)
            if _SCOPE.match(words) and not words.endswith(")"):
                stack.append(["scope", 0, line])
                head, head_line = [], None
            elif _is_function_head(words):
                stack.append(["function", 1, head_line or line])
            else:
                stack.append(["value", len(head), line])
                head.append("{")
        elif char == "}":
            kind, length, _ = stack.pop() if stack else ("scope", 0, line)
            if kind == "value":
                del head[length:]
                head.extend("{}")
            else:
                head, head_line = [], None
        elif char == ";" and not (stack and stack[-1][0] == "value"):
            head, head_line = [], None
        else:
            if head_line is None and not char.isspace():
                head_line = line
            if head_line is not None:
                head.append(char)
    return found


_TYPE = re.compile(r"\b(?:class|struct|union|enum\s+class|enum|using|concept)\s+"
                   r"(?:alignas\([^)]*\)\s*|\[\[.*?\]\]\s*)*([A-Za-z_]\w*)\s*(?=[:{=;<]|final\b)")


def type_names(text):
    """(line, name) of every type that is named here."""
    code = without_comments_and_literals(text)
    return [(code.count("\n", 0, m.start(1)) + 1, m.group(1)) for m in _TYPE.finditer(code)]


def comment_blocks(lines):
    """(first line, length) of every run of whole-line comments and of every `/* … */`."""
    found, start, length, inside = [], 0, 0, False
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        opens = stripped.startswith("/*")
        if inside or opens or stripped.startswith("//"):
            if length == 0:
                start = number
            length += 1
            inside = (inside or opens) and "*/" not in stripped
        elif length:
            found.append((start, length))
            length = 0
    if length:
        found.append((start, length))
    return found


_INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]')


def includes(lines):
    """(line, name) of every include."""
    return [(n, m.group(1)) for n, line in enumerate(lines, 1) if (m := _INCLUDE.match(line))]
