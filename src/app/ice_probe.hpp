#pragma once
// Asks one STUN or TURN server whether it does for a client what it should, as a client would.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "features/calls/ice_servers.hpp"
#include "runtime/waiting_socket.hpp"

namespace switchboard::app {

// `turns:host:port?transport=tcp` in its parts (RFC 7064, RFC 7065), with their defaults.
struct IceTarget {
  bool relays = false;  // TURN
  bool tls = false;
  runtime::Transport transport = runtime::Transport::udp;
  std::string host;  // IPv6 without brackets
  std::uint16_t port = 0;
};
[[nodiscard]] std::optional<IceTarget> parse_ice_url(std::string_view url);

enum class IceVerdict : std::uint8_t {
  works,
  unknown_name,
  unreachable,   // no connection, or nothing comes back
  no_tls,        // no handshake, or a certificate that browsers refuse
  not_stun,      // what answers speaks something else
  wrong_secret,  // the credentials are refused
  no_relay,      // they are taken, but no relay is given
};

struct IceOutcome {
  IceVerdict verdict = IceVerdict::works;
  std::string detail;  // works: the address; otherwise what was seen
};

// Takes three times `patience` at most. `credentials` are for TURN.
[[nodiscard]] IceOutcome probe_ice(IceTarget const& target,
                                   calls::IceServers::Credentials const& credentials,
                                   Duration patience);

}  // namespace switchboard::app
