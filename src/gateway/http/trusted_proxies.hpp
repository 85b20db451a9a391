#pragma once
// Who the client is behind proxies of ours. Headers count only from TRUSTED_PROXIES: anybody can
// write them.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "protocol/http/message.hpp"

namespace switchboard::http {

class TrustedProxies {
 public:
  struct Client {
    std::string address;
    bool secure = false;
  };

  TrustedProxies() = default;  // trusts nobody
  // CIDRs or single addresses, separated by commas: `10.0.0.0/8, ::1`. invalid_argument names the
  // one that is neither, or has bits set behind its prefix.
  static Result<TrustedProxies> parse(std::string_view list);

  // `peer`: who sent the bytes, and whether over TLS. Behind trusted proxies: the rightmost address
  // of X-Forwarded-For that is not one of them, and what X-Forwarded-Proto says.
  [[nodiscard]] Client client(Client peer, RequestHead const& head) const;

  [[nodiscard]] bool trusts(std::string_view address) const;

 private:
  struct Network {
    std::array<std::uint8_t, 16> bytes{};  // IPv4 as ::ffff:a.b.c.d
    unsigned prefix = 128;
  };
  static bool parse_network(std::string_view text, Network& network);

  std::vector<Network> networks_;
};

}  // namespace switchboard::http
