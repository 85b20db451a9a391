#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include "app/settings.hpp"
#include "base/random.hpp"
#include "runtime/fd.hpp"

namespace switchboard::app {
namespace {

using Path = std::filesystem::path;
using runtime::Fd;

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t secret_text_min = 32;
constexpr std::size_t secret_text_max = 4096;

[[noreturn]] void cannot(std::string_view what, Path const& path) {
  throw std::runtime_error(
      fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(errno)));
}

void make_directory(Path const& path) {
  if (path.empty() || std::filesystem::is_directory(path)) return;
  if (path.has_parent_path()) make_directory(path.parent_path());
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) cannot("make directory", path);
}

void sync_directory(Path const& path) {
  Fd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) cannot("sync", path);
}

// Whole or not at all: written beside its place, then linked there. Whoever links first has made
// it, and everybody reads that one. The caller syncs the directory.
void make_secret(Path const& path) {
  auto text = random_hex(secret_bytes) + '\n';
  auto beside = path;
  beside += '.' + random_hex(8);
  {
    Fd file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.get() < 0) cannot("create", beside);
    auto written = ::write(file.get(), text.data(), text.size());
    if (written != static_cast<ssize_t>(text.size()) || ::fsync(file.get()) != 0)
      cannot("write", beside);
  }
  auto linked = ::link(beside.c_str(), path.c_str());
  auto why = errno;
  ::unlink(beside.c_str());
  errno = why;
  if (linked != 0 && why != EEXIST) cannot("create", path);
}

// Empty when there is no such file.
std::string read_secret(Path const& path) {
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0 && errno == ENOENT) return "";
  if (file.get() < 0) cannot("open", path);
  struct stat status{};
  auto open_to_others = ::fstat(file.get(), &status) == 0 && (status.st_mode & 077) != 0;
  if (open_to_others && ::fchmod(file.get(), 0600) != 0) cannot("protect", path);
  std::string text(secret_text_max, '\0');
  auto size = ::read(file.get(), text.data(), text.size());
  if (size < 0) cannot("read", path);
  text.resize(static_cast<std::size_t>(size));
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (text.size() < secret_text_min)
    throw std::runtime_error(
        fmt::format("{} holds less than {} bytes; remove it to have another "
                    "secret made (everybody must then sign in again)",
                    path.string(), secret_text_min));
  return text;
}

}  // namespace

void settle_secrets(Settings& settings) {
  make_directory(settings.data_dir);
  make_directory(settings.sqlite_path.parent_path());
  auto made = false;
  auto settle = [&](std::string& secret, std::string_view name) {
    auto path = settings.data_dir / name;
    if (secret.empty()) secret = read_secret(path);
    if (!secret.empty()) return;
    make_secret(path);
    secret = read_secret(path);
    made = true;
  };
  settle(settings.jwt_secret, "jwt_secret");
  settle(settings.spark_jwt_secret, "spark_jwt_secret");
  if (made) sync_directory(settings.data_dir.empty() ? "." : settings.data_dir);
}

}  // namespace switchboard::app
