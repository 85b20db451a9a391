// Targets, queries, cookies and lists taken apart: what comes out lies within what went in.

#include <cstdint>

#include "base/expects.hpp"
#include "base/utf8.hpp"
#include "protocol/http/syntax.hpp"
#include "protocol/http/target.hpp"

using namespace switchboard;
using namespace switchboard::http;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* input, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(input), size);
  for (auto const plus_is_space : {false, true}) {
    auto const decoded = percent_decode(text, plus_is_space);
    if (!decoded) continue;
    expects(decoded->size() <= size, "decoding to add nothing");
    expects(is_valid_utf8(*decoded), "UTF-8");
    expects(decoded->find('\0') == std::string::npos, "no NUL");
  }

  auto rest = text;
  auto const name = take_until(rest, '\n');
  auto const value = query_value(rest, name);
  expects(!value || value->size() <= rest.size(), "a value out of the query");
  (void)list_has_token(rest, name);
  (void)is_authority(text);
  expects(token_prefix(text) <= size && all(token_char, text.substr(0, token_prefix(text))),
          "a prefix of token characters");
  expects(token_prefix(text) == size || !is(token_char, text[token_prefix(text)]), "all of it");
  expects(is_field_value(text) == all(field_char, text), "8 bytes a step to see what one does");

  std::size_t cookie_bytes = 0;
  for (auto const& [cookie, content] : cookies(text))
    cookie_bytes += cookie.size() + content.size();
  expects(cookie_bytes <= size, "no byte in two cookies");
  return 0;
}
