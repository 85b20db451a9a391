#include "protocol/http/request_line.hpp"

#include "protocol/http/syntax.hpp"

namespace switchboard::http {
namespace {

int read_version(std::string_view version, RequestHead& head) {
  head.http_1_0 = version == "HTTP/1.0";
  if (head.http_1_0 || version == "HTTP/1.1") return 0;
  auto const well_formed = version.size() == 8 && version.starts_with("HTTP/") &&
                           is(digit_char, version[5]) && version[6] == '.' &&
                           is(digit_char, version[7]);
  return well_formed ? 505 : 400;
}

void split_query(std::string_view path_and_query, RequestHead& head) {
  head.query = path_and_query;
  head.path = take_until(head.query, '?');
}

// Takes `http://host` or `https://host` off the front of the target.
bool take_authority(std::string_view& target, std::string_view& authority) {
  auto const scheme_end = target.find("://");
  if (scheme_end == std::string_view::npos) return false;
  auto const scheme = target.substr(0, scheme_end);
  if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) return false;
  target.remove_prefix(scheme_end + 3);
  authority = target.substr(0, target.find_first_of("/?"));
  target.remove_prefix(authority.size());
  return is_authority(authority);
}

int read_target(std::string_view target, RequestHead& head, std::string_view& authority) {
  if (target.empty() || !all(target_char, target)) return 400;
  if (target.front() == '/') {
    split_query(target, head);
    return head.method == Method::connect ? 400 : 0;
  }
  head.path = target;
  head.query = {};
  if (head.method == Method::connect)
    return is_authority(target) && target.find(':') != std::string_view::npos ? 0 : 400;
  if (target == "*") return head.method == Method::options ? 0 : 400;
  if (!take_authority(target, authority)) return 400;
  split_query(target, head);
  if (head.path.empty()) head.path = head.method == Method::options ? "*" : "/";
  return 0;
}

}  // namespace

int read_request_line(std::string_view line, RequestHead& head, std::string_view& authority) {
  auto rest = line;
  head.method_name = take_until(rest, ' ');
  if (!is_token(head.method_name)) return 400;
  head.method = method_of(head.method_name);
  auto const target = take_until(rest, ' ');
  if (auto const status = read_target(target, head, authority)) return status;
  return read_version(rest, head);
}

}  // namespace switchboard::http
