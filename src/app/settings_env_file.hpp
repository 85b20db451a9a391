#pragma once
// A `.env` file: one NAME=VALUE a line.
//
//   line    = [ "export " ] name "=" value [ comment ] | comment | blank
//   value   = 'literal' | "with \n \r \t \" \\ \$" | bare text up to " #", without blanks around it
//
// A value ends with its line, and nothing in it is expanded. An error names the file and the line,
// never what the line says: it may hold a secret.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::app {

struct EnvLine {
  std::string name;
  std::string value;
  std::string place;  // `.env:3`
};

struct EnvFile {
  std::vector<EnvLine> lines;
  std::vector<std::string> errors;
};

constexpr std::size_t env_file_bytes_max = 1 << 20;

[[nodiscard]] EnvFile parse_env_file(std::string_view path, std::string_view text);

// A file that is not there is an error only when it is `needed`.
[[nodiscard]] EnvFile read_env_file(std::filesystem::path const& path, bool needed);

}  // namespace switchboard::app
