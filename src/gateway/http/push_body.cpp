#include "gateway/http/push_body.hpp"

#include "gateway/http/json_body.hpp"
#include "gateway/http/route_family.hpp"
#include "protocol/json/raw.hpp"

namespace switchboard::http {
namespace {

constexpr json::Limits limits{.bytes_max = push_body_bytes_max,
                              .depth_max = 64,
                              .values_max = push_body_bytes_max,
                              .lone_surrogates = true};

std::unexpected<Error> wrong(std::string_view name, std::string_view what) {
  return fail(Errc::invalid_argument,
              "Field '" + std::string(name) + "' must be " + std::string(what));
}

}  // namespace

PushBody::PushBody(Request const& request) : request_(request), document_(request.body, limits) {}

Result<void> PushBody::check() const {
  if (auto typed = check_json_type(request_.head); !typed) return typed;
  if (!document_.valid()) return fail(Errc::invalid_argument, "Request body is not valid JSON");
  if (!document_.root().is_object())
    return fail(Errc::invalid_argument, "Request body must be a JSON object");
  return {};
}

std::optional<json::Value> PushBody::member(std::string_view name) const {
  std::optional<json::Value> last;
  document_.root().each_member([&](std::string_view known, json::Value value) {
    if (known == name) last = value;
    return true;
  });
  if (last && last->is_null()) last.reset();
  return last;
}

Result<std::string> PushBody::text(std::string_view name) const {
  auto value = member(name);
  if (!value) return std::string();
  auto text = value->string();
  if (!text) return wrong(name, "a string");
  return std::string(*text);
}

Result<std::optional<std::vector<std::string>>> PushBody::texts(std::string_view name) const {
  auto value = member(name);
  if (!value || value->kind() != json::Kind::array)
    return std::optional<std::vector<std::string>>();
  std::vector<std::string> texts;
  texts.reserve(value->size());
  auto good = value->each_element([&](json::Value element) {
    auto text = element.string();
    if (text) texts.emplace_back(*text);
    return text.has_value();
  });
  if (!good) return wrong(name, "an array of strings");
  return std::optional(std::move(texts));
}

std::optional<std::string> PushBody::content() const {
  auto raw = json::raw_member(request_.body, "data");
  return raw ? std::optional(std::string(*raw)) : std::nullopt;
}

Result<push::Keep> PushBody::keep() const {
  push::Keep keep;
  if (auto ttl = member("ttl")) {
    auto seconds = ttl->integer();
    if (!seconds) return wrong("ttl", "a number of seconds");
    keep.time = std::chrono::seconds(*seconds);
  }
  if (member("collapse_key")) {
    auto key = text("collapse_key");
    if (!key) return failure_of(std::move(key));
    keep.collapse_key = std::move(*key);
  }
  if (auto checked = push::check_keep(keep); !checked) return failure_of(std::move(checked));
  return keep;
}

Result<std::optional<push::Keep>> PushBody::keep_if_stored() const {
  auto store = member("store");
  if (!store) return std::optional<push::Keep>();
  auto wanted = store->boolean();
  if (!wanted) return wrong("store", "true or false");
  if (!*wanted) return std::optional<push::Keep>();
  auto kept = keep();
  if (!kept) return failure_of(std::move(kept));
  return std::optional(std::move(*kept));
}

}  // namespace switchboard::http
