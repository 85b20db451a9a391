#include <doctest/doctest.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "app/settings.hpp"
#include "base/random.hpp"

using namespace switchboard;
using namespace switchboard::app;

namespace {

struct Directory {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("switchboard-test-" + random_hex(8));
  ~Directory() { std::filesystem::remove_all(path); }
};

Settings settings_in(std::filesystem::path const& directory) {
  auto settings = default_settings();
  settings.data_dir = directory / "deep" / "data";
  settings.sqlite_path = directory / "other" / "switchboard.db";
  return settings;
}

unsigned mode_of(std::filesystem::path const& path) {
  struct stat status{};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777;
}

}  // namespace

TEST_CASE("secrets are made once, kept with mode 0600 and the same ever after") {
  Directory directory;
  auto first = settings_in(directory.path);
  settle_secrets(first);
  CHECK(first.jwt_secret.size() == 64);
  CHECK(first.spark_jwt_secret.size() == 64);
  CHECK(first.jwt_secret != first.spark_jwt_secret);
  CHECK(mode_of(first.data_dir) == 0700);
  CHECK(mode_of(first.data_dir / "jwt_secret") == 0600);
  CHECK(std::filesystem::is_directory(directory.path / "other"));
  auto second = settings_in(directory.path);
  settle_secrets(second);
  CHECK(second.jwt_secret == first.jwt_secret);
}

TEST_CASE("a secret that was set is used, and none is kept") {
  Directory directory;
  auto settings = settings_in(directory.path);
  settings.jwt_secret = std::string(40, 'x');
  settle_secrets(settings);
  CHECK(settings.jwt_secret == std::string(40, 'x'));
  CHECK_FALSE(std::filesystem::exists(settings.data_dir / "jwt_secret"));
}

TEST_CASE("processes that start at once agree on one secret and leave nothing else behind") {
  Directory directory;
  constexpr int starters = 8;
  std::vector<std::string> secrets(starters);
  std::vector<std::jthread> threads;
  for (int i = 0; i < starters; ++i)
    threads.emplace_back([&, i] {
      auto settings = settings_in(directory.path);
      settle_secrets(settings);
      secrets[static_cast<std::size_t>(i)] = settings.jwt_secret;
    });
  threads.clear();
  CHECK(std::set<std::string>(secrets.begin(), secrets.end()).size() == 1);
  int files = 0;
  for ([[maybe_unused]] auto const& entry :
       std::filesystem::directory_iterator(directory.path / "deep" / "data"))
    ++files;
  CHECK(files == 2);
}

TEST_CASE("a secret that others can read is closed to them; one that is short is refused") {
  Directory directory;
  auto settings = settings_in(directory.path);
  std::filesystem::create_directories(settings.data_dir);
  auto path = settings.data_dir / "jwt_secret";
  std::ofstream(path) << std::string(32, 'x') << "\r\n";
  ::chmod(path.c_str(), 0644);
  settle_secrets(settings);
  CHECK(settings.jwt_secret == std::string(32, 'x'));
  CHECK(mode_of(path) == 0600);
  std::ofstream(path) << "short";
  settings.jwt_secret.clear();
  CHECK_THROWS_AS(settle_secrets(settings), std::runtime_error);
}

TEST_CASE("a directory that cannot be made is named") {
  auto settings = default_settings();
  settings.data_dir = "/dev/null/data";
  CHECK_THROWS_AS(settle_secrets(settings), std::runtime_error);
}
