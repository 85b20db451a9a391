#include "app/settings_env_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

namespace switchboard::app {
namespace {

std::string_view without_leading_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return text;
}

bool is_name(std::string_view text) {
  auto good = [](unsigned char letter) { return std::isalnum(letter) != 0 || letter == '_'; };
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0 &&
         std::ranges::all_of(text, good);
}

// What may stand after a closing quote.
bool is_rest(std::string_view text) {
  auto rest = without_leading_blanks(text);
  return rest.empty() || (rest.starts_with('#') && rest.size() < text.size());
}

std::optional<char> unescaped(char letter) {
  switch (letter) {
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case '"':
    case '\\':
    case '$': return letter;
    default: return std::nullopt;
  }
}

// Each reader answers what is wrong; empty: nothing.
std::string_view read_single_quoted(std::string_view text, std::string& value) {
  auto end = text.find('\'', 1);
  if (end == std::string_view::npos) return "a quote is not closed on its line";
  value = text.substr(1, end - 1);
  return is_rest(text.substr(end + 1)) ? "" : "something stands after the closing quote";
}

std::string_view read_double_quoted(std::string_view text, std::string& value) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"')
      return is_rest(text.substr(i + 1)) ? "" : "something stands after the closing quote";
    if (text[i] != '\\') {
      value += text[i];
      continue;
    }
    auto letter = ++i < text.size() ? unescaped(text[i]) : std::nullopt;
    if (!letter) return "a backslash stands before none of n, r, t, \", \\ and $";
    value += *letter;
  }
  return "a quote is not closed on its line";
}

void read_bare(std::string_view text, std::string& value) {
  for (auto hash = text.find('#'); hash != std::string_view::npos; hash = text.find('#', hash + 1))
    if (hash == 0 || text[hash - 1] == ' ' || text[hash - 1] == '\t') {
      text = text.substr(0, hash);
      break;
    }
  value = text.substr(0, text.find_last_not_of(" \t") + 1);  // npos + 1 is 0
}

std::string_view read_line(std::string_view line, EnvLine& into) {
  if (line.starts_with("export ")) line = without_leading_blanks(line.substr(7));
  auto equals = line.find('=');
  if (equals == std::string_view::npos) return "NAME=VALUE is expected";
  auto name = line.substr(0, equals);
  name = name.substr(0, name.find_last_not_of(" \t") + 1);
  if (!is_name(name)) return "NAME=VALUE is expected";
  into.name = name;
  auto value = without_leading_blanks(line.substr(equals + 1));
  if (value.starts_with('\'')) return read_single_quoted(value, into.value);
  if (value.starts_with('"')) return read_double_quoted(value, into.value);
  read_bare(line.substr(equals + 1), into.value);
  into.value.erase(0, into.value.find_first_not_of(" \t"));
  return "";
}

}  // namespace

EnvFile parse_env_file(std::string_view path, std::string_view text) {
  EnvFile file;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // an editor's byte order mark
  for (std::size_t number = 1; !text.empty(); ++number) {
    auto end = std::min(text.find('\n'), text.size());
    auto line = without_leading_blanks(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    EnvLine read{.place = fmt::format("{}:{}", path, number)};
    auto problem = read_line(line, read);
    if (problem.empty())
      file.lines.push_back(std::move(read));
    else
      file.errors.push_back(fmt::format("{}: {}", read.place, problem));
  }
  return file;
}

EnvFile read_env_file(std::filesystem::path const& path, bool needed) {
  std::error_code error;
  auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found && !needed) return {};
  std::string text(env_file_bytes_max + 1, '\0');
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (!stream.is_open() || stream.bad() || std::filesystem::is_directory(status)) {
    auto why = std::filesystem::is_directory(status) ? "is a directory" : std::strerror(errno);
    return {.errors = {fmt::format("{}: {}", path.string(), why)}};
  }
  if (text.size() > env_file_bytes_max)
    return {.errors = {fmt::format("{}: is larger than 1 MiB", path.string())}};
  return parse_env_file(path.string(), text);
}

}  // namespace switchboard::app
