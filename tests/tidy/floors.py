"""Threads, locks and file descriptors live in src/runtime; tests/tidy/EXCEPTIONS names who else, and why."""

import re

from cpp_scanner import without_comments_and_literals
from tree import CPP, Finding

EXCEPTIONS = "tests/tidy/EXCEPTIONS"
KINDS = {
    "threads": re.compile(
        r"\bstd::(?:mutex|shared_mutex|recursive_mutex|timed_mutex|thread(?!::hardware_concurrency)|jthread|condition_variable(?:_any)?|"
        r"lock_guard|unique_lock|scoped_lock|shared_lock|async|future|promise|barrier|latch|counting_semaphore|"
        r"binary_semaphore|call_once|this_thread)\b|\bpthread_\w+|\bthread_local\b"),
    "descriptors": re.compile(
        r"\bepoll_(?:create1?|ctl|p?wait2?)\b|\bio_uring_\w+|\beventfd\b|\btimerfd_\w+|\bsignalfd\b|"
        r"(?<![\w>:])::(?:send|sendto|sendmsg|recv|recvfrom|recvmsg|read|write|pread|pwrite|writev|readv|accept|"
        r"accept4|socket|bind|listen|connect|close|open|openat|fsync|fdatasync|poll|select|fcntl|ioctl|shutdown|"
        r"setsockopt|getsockopt|pipe|pipe2|dup|dup2|mmap)\s*\(|"
        r"#\s*include\s+<(?:sys/(?:epoll|socket|eventfd|timerfd|signalfd|mman|ioctl)\.h|liburing\.h|fcntl\.h|poll\.h)>"),
}


def read_exceptions(lines):
    """{(path, kind): (line, reason)}; a line is `path kind reason…`."""
    rows = {}
    for number, line in enumerate(lines, 1):
        words = line.split("#")[0].split(None, 2)
        if words:
            path, kind, reason = (words + ["", ""])[:3]
            rows[path, kind] = (number, reason)
    return rows


def check_runtime_only(tree):
    exceptions = read_exceptions(tree.lines(EXCEPTIONS)) if EXCEPTIONS in tree.paths else {}
    findings, used = [], set()
    for path in tree.below("src", ending=CPP):
        if path.startswith("src/runtime/"):
            continue
        for number, line in enumerate(without_comments_and_literals(tree.text(path)).split("\n"), 1):
            for kind, pattern in KINDS.items():
                match = pattern.search(line)
                if not match:
                    continue
                used.add((path, kind))
                if (path, kind) not in exceptions:
                    findings.append(Finding(path, number, f"{match.group(0).strip()}: {kind} live in src/runtime "
                                                          f"(or say why in {EXCEPTIONS})"))
    for (path, kind), (number, reason) in exceptions.items():
        if (path, kind) not in used:
            findings.append(Finding(EXCEPTIONS, number, f"{path} needs no exception for {kind or 'anything'}"))
        elif len(reason.split()) < 4:
            findings.append(Finding(EXCEPTIONS, number, f"{path}: say why, in a sentence"))
    return findings
