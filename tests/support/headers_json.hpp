#pragma once
// A request's headers as a JSON object, as servers on Node show them: names in small letters, those
// that came twice joined.

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "protocol/http/syntax.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::harness {

inline std::string json_object(std::map<std::string, std::string> const& members) {
  std::string object = "{";
  for (auto const& [name, value] : members) {
    if (object.size() > 1) object += ',';
    json::append(object, name);
    object += ':';
    json::append(object, value);
  }
  return object += '}';
}

// `headers`: pairs of name and value. What is not UTF-8 is left out, for JSON cannot show it.
template <class Headers>
std::string headers_json(Headers const& headers) {
  std::map<std::string, std::string> members;
  for (auto const& [name, value] : headers) {
    if (!is_valid_utf8(value)) continue;
    std::string small(name);
    std::ranges::transform(small, small.begin(), http::lower);
    auto [place, added] = members.emplace(std::move(small), value);
    if (!added) (place->second += ", ") += value;
  }
  return json_object(members);
}

}  // namespace switchboard::harness
