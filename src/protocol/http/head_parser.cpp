#include "protocol/http/head_parser.hpp"

#include <algorithm>

#include "protocol/http/framing.hpp"
#include "protocol/http/request_line.hpp"
#include "protocol/http/syntax.hpp"

namespace switchboard::http {
namespace {

constexpr int empty_lines_max = 4;

// TLS on a plain port and other noise need not wait for the end of a line.
bool may_begin_head(char first) { return is(token_char, first) || first == '\r' || first == '\n'; }

}  // namespace

HeadParser::Outcome HeadParser::parse(std::string_view bytes, RequestHead& head) {
  auto const resumed = progress_.searched > 0;
  if (!bytes.empty() && !may_begin_head(bytes.front())) return refuse(400);
  Framing framing;
  auto outcome = read_lines(bytes, head, framing);
  if (outcome == Outcome::complete && resumed) {
    // The lines of earlier calls were checked, not kept: the bytes may have moved since.
    progress_ = {};
    framing = {};
    outcome = read_lines(bytes.substr(0, head_bytes_), head, framing);
  }
  if (outcome != Outcome::complete) return outcome;
  head.header_count = progress_.headers;
  progress_ = {};
  if (auto const status = framing.conclude(head)) return refuse(status);
  return Outcome::complete;
}

HeadParser::Outcome HeadParser::read_lines(std::string_view bytes, RequestHead& head,
                                           Framing& framing) {
  for (;;) {
    auto const end = bytes.find('\n', progress_.searched);
    if (std::min(end, bytes.size()) >= limits_.bytes_max + (end == std::string_view::npos))
      return refuse(status_over_limit());
    if (end == std::string_view::npos) {
      progress_.searched = bytes.size();
      return Outcome::incomplete;
    }
    auto line = bytes.substr(progress_.line, end - progress_.line);
    progress_.line = progress_.searched = end + 1;
    if (!line.ends_with('\r')) return refuse(400);
    line.remove_suffix(1);
    if (line.empty() && progress_.request_line_seen) {
      head_bytes_ = progress_.line;
      return Outcome::complete;
    }
    if (auto const status = read_line(line, head, framing)) return refuse(status);
  }
}

int HeadParser::read_line(std::string_view line, RequestHead& head, Framing& framing) {
  if (progress_.request_line_seen) return read_field(line, head, framing);
  if (line.empty()) return ++progress_.empty_lines > empty_lines_max ? 400 : 0;
  progress_.request_line_seen = true;
  return read_request_line(line, head, framing.authority);
}

int HeadParser::read_field(std::string_view line, RequestHead& head, Framing& framing) {
  auto const index = progress_.headers;
  if (index == std::min(limits_.count_max, headers_max)) return 431;
  auto const name_bytes = token_prefix(line);
  if (name_bytes == 0 || name_bytes == line.size() || line[name_bytes] != ':') return 400;
  HeaderView const field{line.substr(0, name_bytes), trimmed(line.substr(name_bytes + 1))};
  if (!is_field_value(field.value)) return 400;
  head.header_store[index] = field;
  progress_.headers = index + 1;
  framing.note(field, index);
  return 0;
}

HeadParser::Outcome HeadParser::refuse(int status) {
  status_ = status;
  return Outcome::refused;
}

}  // namespace switchboard::http
