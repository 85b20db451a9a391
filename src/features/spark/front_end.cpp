#include "features/spark/front_end.hpp"

#include <utility>

#include "base/expects.hpp"
#include "protocol/json/document.hpp"

namespace switchboard::spark {
namespace {

jose::Key key_of(std::string_view secret) {
  auto key = jose::Key::hmac(secret);
  expects(key.has_value(), "a secret of 32 bytes or more");
  return std::move(*key);
}

// Absent counts as kept; what is no number as broken.
template <class Keeps>
bool keeps(json::Value claims, std::string_view name, Keeps within) {
  auto claim = claims.find(name);
  if (!claim) return true;
  auto seconds = claim->number();
  return seconds && within(*seconds);
}

}  // namespace

FrontEnd::FrontEnd(std::string_view secret, Clock const& clock)
    : key_(key_of(secret)), clock_(clock) {}

bool FrontEnd::admits(std::string_view token) {
  auto payload = jose::verify_compact(token, key_);
  if (!payload) return false;
  json::Document document(*payload);
  if (!document.valid() || !document.root().is_object()) return false;
  auto claims = document.root();
  if (json::has_duplicates(claims)) return false;
  auto now = std::chrono::duration<double>(clock_.timestamp().time_since_epoch()).count();
  return keeps(claims, "exp", [now](double exp) { return now < exp; }) &&
         keeps(claims, "nbf", [now](double nbf) { return nbf <= now; });
}

}  // namespace switchboard::spark
