#pragma once
// JSON in and out of an endpoint.

#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "gateway/http/request.hpp"
#include "protocol/http/message.hpp"
#include "protocol/json/read.hpp"

namespace switchboard::http {

// `Content-Type: application/json`, with or without parameters.
Result<void> check_json_type(RequestHead const& head);

// The body as T; invalid_argument when it is no JSON, says that it is none, or lacks a field.
template <class T>
Result<T> read_json(Request const& request) {
  if (auto checked = check_json_type(request.head); !checked) return failure_of(std::move(checked));
  return json::read<T>(request.body);
}

[[nodiscard]] Response json_response(int status, std::string body);

// [item,item…]
template <class Item>
[[nodiscard]] std::string array_of(std::vector<Item> const& items,
                                   void (*append)(std::string&, Item const&)) {
  std::string body = "[";
  for (auto const& item : items) {
    if (body.size() > 1) body += ',';
    append(body, item);
  }
  return body + ']';
}

}  // namespace switchboard::http
