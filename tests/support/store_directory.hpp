#pragma once
// A directory that is gone when its test is.

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "base/expects.hpp"

namespace switchboard::tests {

class StoreDirectory {
 public:
  StoreDirectory() {
    auto pattern = (std::filesystem::temp_directory_path() / "switchboard-store-XXXXXX").string();
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
  std::filesystem::path path_;
};

}  // namespace switchboard::tests
