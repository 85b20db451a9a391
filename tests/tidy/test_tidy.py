"""The checks see what they are there to see: each is shown a tree with one thing wrong, and one with nothing."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import compiled
import cpp_scanner
import floor_plan
import floors
import sizes
import words
from tree import Tree

PLAN = "base\nmodel base\nfeatures/* base model\ngateway/* base features/*\ngateway/chat base gateway/http\napp *\n"


class TidyTest(unittest.TestCase):
    def findings(self, check, files):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                file = Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            return [str(finding) for finding in check(Tree(folder, files))]

    def assert_clean(self, check, files):
        self.assertEqual(self.findings(check, files), [])


class FloorPlan(TidyTest):
    def includes(self, path, name, **more):
        files = {"src/FLOOR_PLAN": PLAN, path: f'\n#include "{name}"\n', f"src/{name}": ""}
        return self.findings(floor_plan.check_includes, files | more)

    def test_a_feature_may_not_include_the_gateway(self):
        self.assertEqual(self.includes("src/features/chat/post.cpp", "gateway/http/router.hpp"),
                         ["src/features/chat/post.cpp:2: features/chat may not include gateway/http (src/FLOOR_PLAN)"])

    def test_a_feature_may_not_include_another(self):
        self.assertEqual(len(self.includes("src/features/chat/post.cpp", "features/push/send.hpp")), 1)

    def test_what_the_plan_allows_is_clean(self):
        self.assertEqual(self.includes("src/features/chat/post.cpp", "base/result.hpp"), [])
        self.assertEqual(self.includes("src/features/chat/deep/post.cpp", "features/chat/room.hpp"), [])
        self.assertEqual(self.includes("src/gateway/web/files.cpp", "features/chat/room.hpp"), [])
        self.assertEqual(self.includes("src/app/main.cpp", "gateway/http/router.hpp"), [])

    def test_a_line_for_one_folder_wins_over_a_star(self):
        self.assertEqual(self.includes("src/gateway/chat/session.cpp", "gateway/http/router.hpp"), [])
        self.assertEqual(len(self.includes("src/gateway/chat/session.cpp", "features/chat/room.hpp")), 1)

    def test_folders_that_include_each_other_are_found(self):
        files = {"src/FLOOR_PLAN": "base model\nmodel base\n", "src/base/a.hpp": '#include "model/b.hpp"\n',
                 "src/model/b.hpp": '#include "base/a.hpp"\n'}
        self.assertIn("base and model include each other", self.findings(floor_plan.check_includes, files)[0])

    def test_a_folder_that_the_plan_does_not_know_is_found(self):
        self.assertIn("lies in no folder", self.includes("src/extra/a.cpp", "base/b.hpp")[0])
        self.assertIn("lies in no folder", self.includes("src/gateway/a.cpp", "base/b.hpp")[0])


class Sizes(TidyTest):
    def test_a_file_of_301_lines(self):
        self.assertEqual(self.findings(sizes.check_files, {"web/src/a.tsx": "\n" * 301}),
                         ["web/src/a.tsx: file is 301 lines, the limit is 300"])
        self.assert_clean(sizes.check_files, {"web/src/a.tsx": "\n" * 300})

    def test_functions_are_found_whatever_their_head(self):
        heads = ["void f() {", "Task<Result<int>> A::f(int a = 1) const noexcept {", "A::A(int a) : a_{a}, b_(2) {",
                 "template <class T>\n  requires std::same_as<T, int>\nauto f(T t) -> std::vector<T> {",
                 "auto f = [](std::string s = {}) {", 'TEST_CASE("a { sentence") {', "bool A::operator()(int) const {",
                 "struct A { enum class B { c, d }; int e{3}; void f(char c = '{') {",
                 "BOOST_DESCRIBE_STRUCT(A, (), (b, c))\n\nnamespace {\nvoid f() {",
                 "namespace a::b {\nclass C final : public D {\n public:\n  C() {"]
        for head in heads:
            with self.subTest(head):
                body = "  if (x) { y(); }\n" * 49
                found = self.findings(sizes.check_functions, {"src/base/a.cpp": head + "\n" + body + "}\n"})
                self.assertEqual(len(found), 1, found)
                short = "  if (x) { y(); }\n" * 40
                self.assert_clean(sizes.check_functions, {"src/base/a.cpp": head + "\n" + short + "}\n"})

    def test_a_long_class_or_table_is_no_function(self):
        self.assert_clean(sizes.check_functions, {
            "src/base/a.hpp": "struct A {\n" + "  int f(int a) { return a; }\n" * 80 + "};\n",
            "src/base/b.cpp": "constexpr int table[] = {\n" + "  {f(1)},\n" * 80 + "};\n",
            "src/base/d.cpp": "BOOST_DESCRIBE_STRUCT(A, (), (b, c))\n\nnamespace {\n" + "int a();\n" * 80 + "}\n",
            "src/base/c.cpp": "constexpr S table[] = {\n" + "  {.a = f<&S::x>(), .b = g},\n" * 80 + "};\n"})

    def test_a_wide_line_and_a_long_comment(self):
        self.assertEqual(len(self.findings(sizes.check_lines, {"src/base/a.cpp": "x" * 101})), 1)
        self.assert_clean(sizes.check_lines, {"src/base/a.cpp": "é" * 100})
        self.assertEqual(self.findings(sizes.check_comments, {"src/base/a.cpp": "\n" + "  // x\n" * 9}),
                         ["src/base/a.cpp:2: comment is 9 lines, the limit is 8"])
        self.assertEqual(len(self.findings(sizes.check_comments, {"src/base/a.cpp": "/*\n" + "x\n" * 8 + "*/"})), 1)
        self.assert_clean(sizes.check_comments, {"src/base/a.cpp": "// x\n" * 8 + "int a;\n" + "// x\n" * 8})


class Words(TidyTest):
    def test_names_that_say_nothing(self):
        for path, text in [("src/base/string_utils.hpp", ""), ("src/base/a.hpp", "class RoomManager {"),
                           ("src/base/a.hpp", "struct UserInfo;"), ("src/base/a.cpp", "using DataBag = int;"),
                           ("web/src/common/a.ts", "")]:
            with self.subTest(path + text):
                self.assertNotEqual(self.findings(words.check_names, {path: text}), [])
        self.assert_clean(words.check_names, {"src/base/information.hpp": "// class RoomManager\nclass Room {};\n"
                                                                          "auto a = room.data();\n"})

    def test_verbs_that_say_nothing(self):
        self.assertEqual(len(self.findings(words.check_verbs, {"src/base/a.cpp": "void process_all(int a) {"})), 1)
        self.assert_clean(words.check_verbs, {"src/base/a.cpp": "if (SSL_do_handshake(a) == 1) {"})

    def test_unfinished_work_and_tests_that_do_not_run(self):
        for text in ["// TODO: more", "int a; // good enough for now", 'it.only("x")', "test.skip('x')"]:
            with self.subTest(text):
                self.assertEqual(len(self.findings(words.check_unfinished, {"src/a.ts": text})), 1)
        self.assert_clean(words.check_unfinished, {"src/a.cpp": 'return "501 Not Implemented"; // mkdtemp XXXXXX'})

    def test_paths_of_one_machine(self):
        self.assertEqual(len(self.findings(words.check_machine_paths, {"docs/a.md": "see /home/ann/x"})), 1)
        self.assert_clean(words.check_machine_paths, {"docs/a.md": "see /etc/hosts and src/root/a"})

    def test_lock_files(self):
        lock = '{"packages": {"": {}, "node_modules/a": {"integrity": "sha512-x"%s}}}'
        path = "web/package-lock.json"
        self.assert_clean(words.check_lock_files, {path: lock % ""})
        strange = lock % ', "resolved": "http://127.0.0.1:4873/a.tgz"'
        self.assertEqual(len(self.findings(words.check_lock_files, {path: strange})), 1)
        self.assertEqual(len(self.findings(words.check_lock_files, {path: '{"packages": {"node_modules/a": {}}}'})), 1)


class Floors(TidyTest):
    def test_a_mutex_or_a_descriptor_outside_runtime(self):
        for text in ["std::mutex m;", "std::thread t;", "::send(fd, a, b, 0);", "epoll_wait(a);"]:
            with self.subTest(text):
                self.assertEqual(len(self.findings(floors.check_runtime_only, {"src/base/a.cpp": text})), 1)
        self.assert_clean(floors.check_runtime_only, {"src/runtime/a.cpp": "std::mutex m;", "src/base/b.cpp":
                                                      "// std::mutex\nstd::thread::hardware_concurrency(); hub.send(a); Hub::send(a); std::move(b);"})

    def test_an_exception_needs_a_reason_and_a_use(self):
        source = {"src/base/a.cpp": "::write(2, a, b);"}
        line = "src/base/a.cpp descriptors "
        self.assert_clean(floors.check_runtime_only, source | {floors.EXCEPTIONS: line + "It says so at length."})
        self.assertIn("say why", self.findings(floors.check_runtime_only, source | {floors.EXCEPTIONS: line})[0])
        self.assertIn("needs no exception", self.findings(
            floors.check_runtime_only, {"src/base/a.cpp": "", floors.EXCEPTIONS: line + "It says so at length."})[0])


class Compiled(TidyTest):
    def test_a_header_that_leans_on_its_includer(self):
        found = self.findings(compiled.check_headers, {"src/base/a.hpp": "#pragma once\nstd::string a();\n"})
        self.assertIn("does not compile alone", found[0])
        self.assert_clean(compiled.check_headers, {"src/base/a.hpp": "#pragma once\n#include <string>\nstd::string a();\n"})

    def test_a_header_that_its_source_includes_first_is_left_to_the_build(self):
        leaning = {"src/base/a.hpp": "#pragma once\nstd::string a();\n"}
        first = '#include "base/a.hpp"\n\n#include <string>\n'
        self.assert_clean(compiled.check_headers, leaning | {"src/base/a.cpp": first})
        late = '#include <string>\n\n#include "base/a.hpp"\n'
        self.assertEqual(len(self.findings(compiled.check_headers, leaning | {"src/base/a.cpp": late})), 1)

    def test_what_passed_is_asked_again_when_an_include_changes(self):
        with tempfile.TemporaryDirectory() as folder:
            base = Path(folder, "src/base")
            base.mkdir(parents=True)
            (base / "a.hpp").write_text('#include "base/b.hpp"\nusing A = B;\n', encoding="utf-8")
            for text, count in [("struct B {};\n", 0), ("struct B {};\n", 0), ("struct C {};\n", 1)]:
                (base / "b.hpp").write_text(text, encoding="utf-8")
                self.assertEqual(len(compiled.check_headers(Tree(folder, ["src/base/a.hpp", "src/base/b.hpp"]))), count)

    def test_what_is_not_formatted(self):
        style = {".clang-format": "BasedOnStyle: Google\n"}
        self.assertEqual(self.findings(compiled.check_format, style | {"src/a.cpp": "int a;\nint   b;\n"}),
                         ["src/a.cpp:2: is not formatted (clang-format-19 -i src/a.cpp)"])
        self.assert_clean(compiled.check_format, style | {"src/a.cpp": "int a;\n"})


class Program(unittest.TestCase):
    def test_the_program_fails_on_a_tree_with_a_finding(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "src/base").mkdir(parents=True)
            Path(folder, "src/FLOOR_PLAN").write_text("base\n", encoding="utf-8")
            Path(folder, "src/base/a.cpp").write_text("x" * 101 + "\n", encoding="utf-8")
            subprocess.run(["git", "init", "-q", folder], check=True)
            result = subprocess.run([sys.executable, str(Path(__file__).parent), "--root", folder, "lines fit", "files are"],
                                    capture_output=True, text=True, check=False)
            self.assertEqual(result.returncode, 1)
            self.assertEqual(result.stdout.splitlines()[-1], "tidy: 1 passed, 1 failed")

    def test_raw_strings_and_comments_are_not_code(self):
        code = cpp_scanner.without_comments_and_literals('a(R"sql({ // )sql"); /* { */ b = \'{\'; c = 1\'000;')
        self.assertNotIn("{", code)
        self.assertIn("1'000", code)


if __name__ == "__main__":
    unittest.main()
