#pragma once
// API keys and tickets as the API shows them, and what /openapi.json tells of them.

#include <boost/describe/class.hpp>

#include "features/accounts/api_keys.hpp"
#include "features/accounts/tickets.hpp"
#include "gateway/http/about.hpp"
#include "protocol/json/append.hpp"

namespace switchboard {

BOOST_DESCRIBE_STRUCT(ApiKey, (), (id, prefix, name, scopes, created_at, expires_at, last_used_at))

template <>
inline constexpr std::string_view json::schema_name<ApiKey> = "ApiKey";

namespace http {

struct MadeKey {
  ApiKeyId id;
  std::string key;
  std::string prefix;
  std::string name;
  std::vector<std::string> scopes;
  std::optional<Timestamp> expires_at;
};
BOOST_DESCRIBE_STRUCT(MadeKey, (), (id, key, prefix, name, scopes, expires_at))

struct IssuedTicket {
  std::string ticket;
  std::int64_t expires_in = accounts::Tickets::lifetime.count();
};
BOOST_DESCRIBE_STRUCT(IssuedTicket, (), (ticket, expires_in))

namespace about {

inline constexpr std::string_view keys = "API keys";

inline About const create_key = {
    .tag = keys,
    .summary = "Make an API key",
    .text =
        "The key is shown this once. Without `scopes` it is for calls; without `expires_in` "
        "(seconds) it does not lapse.",
    .body = json::append_schema<accounts::ApiKeys::Input>,
    .body_example = R"({"name":"laptop","expires_in":86400})",
    .answers = {{201, "The key", json::append_schema<MadeKey>}},
};
inline About const list_keys = {
    .tag = keys,
    .summary = "List one's own API keys, newest first",
    .answers = {{200, "Without the keys themselves", json::append_schema<std::vector<ApiKey>>}},
};
inline About const remove_key = {
    .tag = keys,
    .summary = "Take an API key back",
    .text = "Sockets that it had opened are closed.",
    .answers = {{204, "It is gone"}},
};
inline About const issue_ticket = {
    .tag = keys,
    .summary = "Get a ticket for one socket",
    .text = "For browsers: `/ws?ticket=`, and `/api/chat/ws?ticket=`. Good once.",
    .answers = {{201, "The ticket", json::append_schema<IssuedTicket>}},
};

}  // namespace about
}  // namespace http
}  // namespace switchboard
