#include "adapters/sqlite/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "adapters/sqlite/failure.hpp"

namespace switchboard::sqlite {
namespace {

constexpr mode_t private_mode = 0600;

[[noreturn]] void refuse(std::filesystem::path const& path) {
  throw DatabaseError(path.string() +
                      " cannot be opened: " + std::generic_category().message(errno));
}

runtime::Fd open_file(std::filesystem::path const& path, int flags) {
  runtime::Fd file(::open(path.c_str(), flags | O_CLOEXEC, private_mode));
  if (!file) refuse(path);
  return file;
}

void sync(std::filesystem::path const& path, int flags) {
  auto file = open_file(path, flags);
  if (::fsync(file.get()) != 0) refuse(path);
}

}  // namespace

FileLock::FileLock(std::filesystem::path const& database)
    : file_(open_file(database.string() + ".lock", O_RDWR | O_CREAT)),
      held_(::flock(file_.get(), LOCK_EX | LOCK_NB) == 0) {}

void create_private_file(std::filesystem::path const& path) { open_file(path, O_RDWR | O_CREAT); }

void sync_directory_of(std::filesystem::path const& path) {
  auto directory = path.parent_path();
  sync(directory.empty() ? "." : directory, O_RDONLY | O_DIRECTORY);
}

void sync_file(std::filesystem::path const& path) { sync(path, O_RDWR); }

}  // namespace switchboard::sqlite
