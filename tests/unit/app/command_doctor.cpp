#include "app/command_doctor.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/random.hpp"
#include "runtime/socket.hpp"

using namespace switchboard;
using namespace switchboard::app;

namespace {

struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("switchboard-test-" + random_hex(8));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

Settings settings_in(Folder const& folder) {
  auto settings = default_settings();
  settings.data_dir = folder.path;
  settings.sqlite_path = folder.path / "switchboard.db";
  return settings;
}

bool found(Findings const& findings, Verdict verdict, std::string_view words) {
  return std::ranges::any_of(findings, [&](Finding const& finding) {
    return finding.verdict == verdict && finding.sentence.find(words) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("a secret that others can read is wrong") {
  Folder folder;
  auto settings = settings_in(folder);
  std::ofstream(folder.path / "jwt_secret") << "x";
  ::chmod((folder.path / "jwt_secret").c_str(), 0600);
  Findings good;
  look_at_directory(settings, good);
  CHECK(found(good, Verdict::good, "jwt_secret has mode 0600"));
  ::chmod((folder.path / "jwt_secret").c_str(), 0640);
  Findings bad;
  look_at_directory(settings, bad);
  CHECK(found(bad, Verdict::wrong, "others can read it"));
}

TEST_CASE("a directory that is a file is wrong") {
  Folder folder;
  auto settings = settings_in(folder);
  settings.data_dir = "/dev/null/data";
  Findings findings;
  look_at_directory(settings, findings);
  CHECK(found(findings, Verdict::wrong, "is not a directory"));
}

TEST_CASE("a database that is not there yet is no fault, one that is nonsense is") {
  Folder folder;
  auto settings = settings_in(folder);
  Findings none;
  CHECK_FALSE(look_at_database(settings, none));
  CHECK(found(none, Verdict::good, "will be made"));
  std::ofstream(settings.sqlite_path) << std::string(8192, 'x');
  Findings nonsense;
  look_at_database(settings, nonsense);
  CHECK(std::ranges::any_of(nonsense, [](Finding const& finding) {
    return finding.area == "database" && finding.verdict == Verdict::wrong;
  }));
}

TEST_CASE("a taken port is wrong, unless it is our own server that has it") {
  Folder folder;
  auto settings = settings_in(folder);
  auto taken = runtime::listen_tcp("127.0.0.1", 0);
  REQUIRE(taken);
  settings.port = runtime::local_address(taken->get()).port;
  settings.push_port.reset();
  settings.spark_port.reset();
  Findings stopped;
  look_at_ports(settings, false, stopped);
  REQUIRE(stopped.size() == 1);
  CHECK(stopped[0].verdict == Verdict::wrong);
  Findings running;
  look_at_ports(settings, true, running);
  CHECK(running[0].verdict == Verdict::note);
}

TEST_CASE("a clock that nobody has set is wrong") {
  Findings findings;
  look_at_clock(Timestamp{}, findings);
  CHECK(findings[0].verdict == Verdict::wrong);
  look_at_clock(SystemClock().timestamp(), findings);
  CHECK(findings[1].verdict == Verdict::good);
}

TEST_CASE("more connections than files is worth a note") {
  auto settings = default_settings();
  settings.connections_max = 1'000'000'000;
  Findings findings;
  look_at_limits(settings, findings);
  CHECK(found(findings, Verdict::note, "CONNECTIONS_MAX is 1000000000"));
}
