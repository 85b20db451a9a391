#include "app/command_line.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "app/settings_table.hpp"
#include "app/version.hpp"
#include "base/random.hpp"

using namespace switchboard;

namespace {

std::string contents(std::filesystem::path const& path) {
  std::ifstream stream(path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct Ran {
  int status;
  std::string out;
  std::string err;
};

// Stands in a directory of its own, with nothing in it, and no setting in the environment.
class Terminal {
 public:
  Terminal() {
    for (auto const& setting : app::settings_table()) {
      ::unsetenv(std::string(setting.name).c_str());
      if (!setting.alias.empty()) ::unsetenv(std::string(setting.alias).c_str());
    }
    std::filesystem::create_directories(folder_);
    std::filesystem::current_path(folder_);
  }
  ~Terminal() {
    std::filesystem::current_path(before_);
    std::filesystem::remove_all(folder_);
  }

  Ran run(std::vector<char const*> words) {
    words.insert(words.begin(), "switchboard");
    std::cout << std::flush;
    std::fflush(nullptr);
    std::array<int, 2> kept{::dup(1), ::dup(2)};
    redirect(1, "out");
    redirect(2, "err");
    auto status = app::run_command_line(static_cast<int>(words.size()), words.data());
    std::cout << std::flush;
    std::fflush(nullptr);
    for (int fd : {1, 2}) {
      ::dup2(kept[static_cast<std::size_t>(fd - 1)], fd);
      ::close(kept[static_cast<std::size_t>(fd - 1)]);
    }
    return {status, contents("out"), contents("err")};
  }

 private:
  static void redirect(int fd, char const* path) {
    auto file = ::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ::dup2(file, fd);
    ::close(file);
  }

  std::filesystem::path before_ = std::filesystem::current_path();
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("switchboard-test-" + random_hex(8));
};

bool says(std::string const& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("--version and --help answer on standard output") {
  Terminal terminal;
  auto version = terminal.run({"--version"});
  CHECK(version.status == 0);
  CHECK(version.out == "switchboard " + std::string(app::version) + "\n");
  auto help = terminal.run({"--help"});
  CHECK(help.status == 0);
  for (auto const* word : {"serve", "admin", "token", "settings", "migrate", "backup", "restore",
                           "doctor", "CONNECTIONS_MAX", "--env-file"})
    CHECK(says(help.out, word));
}

TEST_CASE("words that mean nothing are named, with status 2") {
  Terminal terminal;
  auto wrong = terminal.run({"sreve"});
  CHECK(wrong.status == 2);
  CHECK(says(wrong.err, "sreve"));
  CHECK(terminal.run({"admin"}).status == 2);
  CHECK(terminal.run({"admin", "create", "--email", "a@b.cd"}).status == 2);
  CHECK(terminal.run({"backup"}).status == 2);
  CHECK(terminal.run({"token"}).status == 2);
  CHECK(terminal.run({"token", "--sub", "x", "--expires", "0"}).status == 2);
  CHECK(terminal.run({"settings", "doctor"}).status == 2);
}

TEST_CASE("a password is no word of the command line") {
  Terminal terminal;
  CHECK(
      terminal.run({"admin", "create", "--email", "a@b.cd", "--username", "abc", "--password", "x"})
          .status == 2);
}

TEST_CASE("settings come from .env, or from the file that is named, before or after the command") {
  Terminal terminal;
  std::ofstream(".env") << "CONNECTIONS_MAX=4321\n";
  std::ofstream("other.env") << "CONNECTIONS_MAX=1234\n";
  CHECK(says(terminal.run({"settings"}).out, "4321"));
  CHECK(says(terminal.run({"settings", "--env-file", "other.env"}).out, "1234"));
  CHECK(says(terminal.run({"--env-file", "other.env", "settings"}).out, "1234"));
  CHECK(terminal.run({"settings", "--env-file", "none.env"}).status == 2);
}

TEST_CASE("wrong settings stop every command, and say so one a line") {
  Terminal terminal;
  std::ofstream(".env") << "PORT=99999\nPROT=1\n";
  for (auto const* command : {"serve", "migrate", "settings"}) {
    auto ran = terminal.run({command});
    CHECK(ran.status == 2);
    CHECK(ran.err ==
          ".env:2: PROT is not a setting\n"
          "PORT (.env:1): \"99999\" must be a port from 0 to 65535\n");
  }
  auto doctor = terminal.run({"doctor"});
  CHECK(doctor.status == 1);
  CHECK(says(doctor.out, "PROT is not a setting"));
}

TEST_CASE("the reference is printed whatever the settings are") {
  Terminal terminal;
  std::ofstream(".env") << "PORT=99999\n";
  auto reference = terminal.run({"settings", "--markdown"});
  CHECK(reference.status == 0);
  CHECK(reference.out.starts_with("# Settings\n"));
}

TEST_CASE("a token is minted with the secret that a server would use") {
  Terminal terminal;
  auto first = terminal.run({"token", "--sub", "user1", "--scope", "push:send"});
  CHECK(first.status == 0);
  CHECK(std::ranges::count(first.out, '.') == 2);
  CHECK(std::filesystem::exists("data/jwt_secret"));
}

TEST_CASE("a database is made, backed up and restored") {
  Terminal terminal;
  CHECK(terminal.run({"migrate"}).status == 0);
  CHECK(std::filesystem::exists("data/switchboard.db"));
  auto backup = terminal.run({"backup", "copy.db"});
  CHECK(backup.status == 0);
  CHECK(std::filesystem::exists("copy.db"));
  CHECK(terminal.run({"restore", "copy.db"}).status == 0);
  auto none = terminal.run({"restore", "none.db"});
  CHECK(none.status == 1);
  CHECK(none.err.starts_with("switchboard: "));
}
