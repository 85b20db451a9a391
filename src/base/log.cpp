#include "base/log.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>

#include "base/json_escape.hpp"

namespace switchboard {
namespace {

constexpr std::array<std::string_view, 4> level_names{"error", "warn", "info", "debug"};

std::string_view name_of(Level level) { return level_names[static_cast<std::size_t>(level)]; }

void append_value(std::string& out, LogField const& field) {
  if (auto const* text = std::get_if<std::string_view>(&field.value))
    append_json_string(out, *text);
  else if (auto const* integer = std::get_if<std::int64_t>(&field.value))
    fmt::format_to(std::back_inserter(out), "{}", *integer);
  else
    fmt::format_to(std::back_inserter(out), "{:.3f}", std::get<double>(field.value));
}

std::string json_line(Timestamp now, Level level, std::string_view area, std::string_view message,
                      std::initializer_list<LogField> fields) {
  std::string line = R"({"time":")";
  append_rfc3339(line, now);
  fmt::format_to(std::back_inserter(line), R"(","level":"{}","area":"{}","message":)",
                 name_of(level), area);
  append_json_string(line, message);
  for (auto const& field : fields) {
    fmt::format_to(std::back_inserter(line), R"(,"{}":)", field.name);
    append_value(line, field);
  }
  line += "}\n";
  return line;
}

std::string text_line(Timestamp now, Level level, std::string_view area, std::string_view message,
                      std::initializer_list<LogField> fields) {
  auto line = fmt::format("{} {:<5} {:<9} {}", to_rfc3339(now).substr(11, 12), name_of(level), area,
                          message);
  for (auto const& field : fields) {
    fmt::format_to(std::back_inserter(line), "  {}=", field.name);
    append_value(line, field);
  }
  line += '\n';
  return line;
}

}  // namespace

bool Log::enabled(Level level, std::string_view area) const {
  if (options_.areas.empty()) return level <= options_.level;
  auto found = options_.areas.find(area);
  return level <= (found == options_.areas.end() ? options_.level : found->second);
}

void Log::write(Level level, std::string_view area, std::string_view message,
                std::initializer_list<LogField> fields) {
  if (!enabled(level, area)) return;
  auto line = options_.format == Format::json
                  ? json_line(clock_.timestamp(), level, area, message, fields)
                  : text_line(clock_.timestamp(), level, area, message, fields);
  // A log that cannot be written is dropped: there is nobody left to tell.
  [[maybe_unused]] auto written = ::write(options_.fd, line.data(), line.size());
}

}  // namespace switchboard
