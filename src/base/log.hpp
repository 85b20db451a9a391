#pragma once
// One line per event, to one file descriptor, as JSON or as text for a terminal. Safe from any
// thread: a line is one write(2). Never payloads, tokens, keys, passwords or SQL values: callers
// name fields one by one.

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "base/instant.hpp"

namespace switchboard {

enum class Level : std::uint8_t { error, warn, info, debug };

struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double> value;
};

class Log {
 public:
  enum class Format : std::uint8_t { json, text };
  struct Options {
    Level level = Level::info;
    std::map<std::string, Level, std::less<>> areas;  // `info,push=debug`: an area that differs
    Format format = Format::json;
    int fd = 2;
  };

  // `clock` must outlive the log.
  Log(Clock const& clock, Options options) : clock_(clock), options_(std::move(options)) {}
  Log(Log const&) = delete;

  [[nodiscard]] bool enabled(Level level, std::string_view area) const;
  void write(Level level, std::string_view area, std::string_view message,
             std::initializer_list<LogField> fields = {});

  void error(std::string_view area, std::string_view message,
             std::initializer_list<LogField> fields = {}) {
    write(Level::error, area, message, fields);
  }
  void warn(std::string_view area, std::string_view message,
            std::initializer_list<LogField> fields = {}) {
    write(Level::warn, area, message, fields);
  }
  void info(std::string_view area, std::string_view message,
            std::initializer_list<LogField> fields = {}) {
    write(Level::info, area, message, fields);
  }
  void debug(std::string_view area, std::string_view message,
             std::initializer_list<LogField> fields = {}) {
    write(Level::debug, area, message, fields);
  }

 private:
  Clock const& clock_;
  Options options_;
};

}  // namespace switchboard
