#pragma once
// A directory that is gone when its test is; in memory where the machine has such a place, since a
// contract does not measure disks.

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "base/expects.hpp"

namespace switchboard::tests {

class StoreDirectory {
 public:
  StoreDirectory() {
    auto pattern = (parent() / "switchboard-store-XXXXXX").string();
    expects(mkdtemp(pattern.data()) != nullptr, "a temporary directory");
    path_ = pattern;
  }
  StoreDirectory(StoreDirectory const&) = delete;
  ~StoreDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

 private:
  static std::filesystem::path parent() {
    std::filesystem::path memory = "/dev/shm";
    return access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
  }

  std::filesystem::path path_;
};

}  // namespace switchboard::tests
