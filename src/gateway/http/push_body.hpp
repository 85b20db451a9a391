#pragma once
// The JSON body of a push request: forgiving as the documented API is (null and "" are missing),
// and what passes through is taken as it was written.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "features/push/dispatch.hpp"
#include "gateway/http/request.hpp"
#include "protocol/json/document.hpp"

namespace switchboard::http {

class PushBody {
 public:
  // `request` must outlive it.
  explicit PushBody(Request const& request);
  PushBody(PushBody const&) = delete;

  // invalid_argument unless it is a JSON object that says so. Only then ask for the rest; each
  // answers invalid_argument for a member of a wrong type.
  [[nodiscard]] Result<void> check() const;

  [[nodiscard]] Result<std::string> text(std::string_view name) const;  // empty: missing
  [[nodiscard]] Result<std::optional<std::vector<std::string>>> texts(std::string_view name) const;
  // `data` as JSON text.
  [[nodiscard]] std::optional<std::string> content() const;
  // `ttl` and `collapse_key`.
  [[nodiscard]] Result<push::Keep> keep() const;
  // The same when `store` is true.
  [[nodiscard]] Result<std::optional<push::Keep>> keep_if_stored() const;

 private:
  // The last member of that name that is not null, as JSON.parse has it.
  [[nodiscard]] std::optional<json::Value> member(std::string_view name) const;

  Request const& request_;
  json::Document document_;
};

}  // namespace switchboard::http
