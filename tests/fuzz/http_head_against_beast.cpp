// Whatever we accept, Boost.Beast accepts and understands alike. The reverse is not asked for:
// Beast takes much that we refuse.

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstdint>

#include "base/expects.hpp"
#include "protocol/http/head_parser.hpp"
#include "protocol/http/syntax.hpp"

using namespace switchboard;
using switchboard::http::HeadParser;
using switchboard::http::RequestHead;
namespace beast = boost::beast::http;

namespace {

std::string_view plain(boost::beast::string_view text) { return {text.data(), text.size()}; }

void compare_target(RequestHead const& head, std::string_view target) {
  if (head.method == http::Method::connect) {
    expects(target == head.path, "the same authority");
  } else if (target.front() == '/' || target == "*") {
    auto const rest = target.substr(head.path.size());
    expects(target.starts_with(head.path), "the same path");
    expects(rest.empty() ? head.query.empty() : rest[0] == '?' && rest.substr(1) == head.query,
            "the same query");
  } else {
    expects(target.ends_with(head.query), "the same query of an absolute form");
  }
}

template <class Fields>
void compare_fields(RequestHead const& head, Fields const& fields, bool absolute) {
  std::size_t theirs = 0;
  for (auto const& field : fields) theirs += !field.name_string().empty();
  expects(theirs == head.header_count, "as many fields");
  for (auto const& [name, value] : head.headers()) {
    if (absolute && http::equals_ignoring_case(name, "host")) continue;
    auto found = false;
    auto const [first, last] =
        fields.equal_range(boost::beast::string_view(name.data(), name.size()));
    for (auto field = first; field != last; ++field) found |= plain(field->value()) == value;
    expects(found, "the same field");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* input, std::size_t size) {
  std::string_view bytes(reinterpret_cast<char const*>(input), size);
  while (bytes.starts_with("\r\n")) bytes.remove_prefix(2);  // Beast skips none
  static RequestHead head;
  HeadParser ours;
  if (ours.parse(bytes, head) != HeadParser::Outcome::complete) return 0;
  // Beast judges this one like Connection; to a server it means nothing.
  if (head.header("proxy-connection")) return 0;

  beast::request_parser<beast::empty_body> theirs;
  theirs.header_limit(1 << 20);
  theirs.body_limit(boost::none);
  boost::system::error_code failure;
  auto const taken = theirs.put(boost::asio::buffer(bytes.data(), ours.head_bytes()), failure);
  expects(!failure || failure == beast::error::need_more, "Beast to accept it too");
  expects(theirs.is_header_done() && taken == ours.head_bytes(), "the same end of the head");

  auto const& message = theirs.get();
  expects(plain(message.method_string()) == head.method_name, "the same method");
  expects((message.version() == 10) == head.http_1_0, "the same version");
  auto const target = plain(message.target());
  compare_target(head, target);
  compare_fields(head, message, target.front() != '/');
  expects(theirs.chunked() == head.chunked, "the same framing");
  auto const length = theirs.content_length();
  expects(length.has_value() == head.content_length.has_value() &&
              (!length || *length == *head.content_length),
          "the same length");
  return 0;
}
