#include "protocol/socketio/event.hpp"

#include <algorithm>
#include <array>

#include "protocol/json/document.hpp"
#include "protocol/socketio/json_scan.hpp"

namespace switchboard::socketio {
namespace {

constexpr std::array<std::string_view, 6> reserved_names{
    "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener",
};

constexpr std::string_view white_space = " \t\n\r";

std::string_view trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(white_space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

// Where the string that begins at `at` ends, in text that is known to be JSON.
std::size_t string_end(std::string_view text, std::size_t at) {
  while (text[++at] != '"')
    if (text[at] == '\\') ++at;
  return at;
}

// Takes the elements of an array apart, in text that is known to be JSON.
class Elements {
 public:
  explicit Elements(std::string_view array) {
    auto const whole = trimmed(array);
    rest_ = trimmed(whole.substr(1, whole.size() - 2));
    more_ = !rest_.empty();
  }

  std::optional<std::string_view> next() {
    if (!more_) return std::nullopt;
    auto const end = comma();
    auto const element = trimmed(rest_.substr(0, end));
    more_ = end < rest_.size();
    if (more_) rest_.remove_prefix(end + 1);
    return element;
  }

 private:
  // The next one between elements, or the end.
  [[nodiscard]] std::size_t comma() const {
    std::size_t depth = 0;
    for (std::size_t at = 0; at < rest_.size(); ++at) {
      switch (rest_[at]) {
        case '"': at = string_end(rest_, at); break;
        case '[':
        case '{': ++depth; break;
        case ']':
        case '}': --depth; break;
        case ',':
          if (depth == 0) return at;
          break;
        default: break;
      }
    }
    return rest_.size();
  }

  std::string_view rest_;
  bool more_;
};

bool is_number(std::string_view value) {
  return value[0] == '-' || (value[0] >= '0' && value[0] <= '9');
}

std::optional<std::string> string_of(std::string_view value) {
  if (value[0] != '"') return std::nullopt;
  if (value.find('\\') == std::string_view::npos)
    return std::string(value.substr(1, value.size() - 2));
  json::Document const document(value, {.bytes_max = value.size(), .lone_surrogates = true});
  if (!document.valid()) return std::nullopt;
  return std::string(document.root().string().value_or(std::string_view{}));
}

std::optional<std::string> name_of(std::string_view value) {
  if (is_number(value)) return std::string(value);
  auto name = string_of(value);
  if (name && std::ranges::find(reserved_names, *name) != reserved_names.end()) name.reset();
  return name;
}

bool begins_with(std::string_view json, char opening) {
  auto const first = json.find_first_not_of(white_space);
  return first != std::string_view::npos && json[first] == opening;
}

bool is_array(std::string_view data) { return begins_with(data, '[') && scan(data, 0).valid; }
bool is_object(std::string_view data) { return begins_with(data, '{') && scan(data, 0).valid; }
bool is_string(std::string_view data) { return begins_with(data, '"') && scan(data, 0).valid; }

// Counts no further than the bound.
bool is_short(std::string_view array) {
  Elements elements(array);
  std::size_t count = 0;
  while (count <= arguments_max && elements.next()) ++count;
  return count <= arguments_max;
}

bool has_name(std::string_view array) {
  auto const first = Elements(array).next();
  return first && name_of(*first);
}

}  // namespace

std::optional<Arguments> read_arguments(std::string_view data) {
  if (!is_array(data) || !is_short(data)) return std::nullopt;
  return split_arguments(data);
}

Arguments split_arguments(std::string_view data) {
  Arguments arguments;
  Elements elements(data);
  while (auto const element = elements.next()) arguments.values.push_back(*element);
  return arguments;
}

std::optional<std::string> event_name(Arguments const& arguments) {
  if (arguments.values.empty()) return std::nullopt;
  return name_of(arguments.values.front());
}

bool valid_payload(Packet const& packet) {
  auto const data = packet.data;
  switch (packet.type) {
    case PacketType::connect: return data.empty() || is_object(data);
    case PacketType::disconnect: return data.empty();
    case PacketType::connect_error: return is_string(data) || is_object(data);
    case PacketType::event:
    case PacketType::binary_event: return is_array(data) && has_name(data) && is_short(data);
    case PacketType::ack:
    case PacketType::binary_ack: return is_array(data) && is_short(data);
  }
  return false;
}

bool placeholders_fit(std::string_view data, std::uint32_t attachments) {
  return scan(data, attachments).placeholders_fit;
}

}  // namespace switchboard::socketio
