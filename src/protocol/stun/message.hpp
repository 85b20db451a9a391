#pragma once
// STUN (RFC 8489) and of TURN (RFC 8656) its Allocate, as far as a client needs them to find out
// whether a server works.
//
//   message    := type(16) length(16) cookie(32) transaction(96) attribute*
//   attribute  := type(16) length(16) value padding to 4 bytes

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchboard::stun {

constexpr std::size_t header_bytes = 20;
constexpr std::size_t message_bytes_max = 2048;

using Transaction = std::array<std::uint8_t, 12>;

enum class Method : std::uint8_t { binding = 1, allocate = 3, refresh = 4 };
enum class Class : std::uint8_t { request = 0, indication = 1, success = 2, error = 3 };

struct Endpoint {
  std::string address;  // as text
  std::uint16_t port = 0;

  friend bool operator==(Endpoint const&, Endpoint const&) = default;
};

// What a server says. Attributes that are not there are absent; unknown ones are skipped.
struct Message {
  Method method = Method::binding;
  Class kind = Class::request;
  Transaction transaction{};
  std::optional<Endpoint> mapped;   // how the server sees us
  std::optional<Endpoint> relayed;  // where it relays for us
  std::optional<int> error_code;    // 300 to 699
  std::optional<std::string> realm;
  std::optional<std::string> nonce;
};

// How many bytes the message that begins `bytes` has, over TCP; nullopt: too few to tell. Zero:
// this is no STUN.
[[nodiscard]] std::optional<std::size_t> size_of_message(std::string_view bytes);

// One whole message; nullopt for anything else.
[[nodiscard]] std::optional<Message> decode(std::string_view bytes);

struct Credentials {
  std::string username;
  std::string realm;
  std::string nonce;
  std::string password;
};

[[nodiscard]] std::string binding_request(Transaction const& transaction);
// Asks for a relay over UDP. Without credentials the server answers 401 with its realm and nonce.
[[nodiscard]] std::string allocate_request(Transaction const& transaction,
                                           std::optional<Credentials> const& credentials);
// Gives the relay back.
[[nodiscard]] std::string release_request(Transaction const& transaction,
                                          Credentials const& credentials);

// Whether the message ends with MESSAGE-INTEGRITY that whoever knows the password made.
[[nodiscard]] bool is_authentic(std::string_view message, Credentials const& credentials);

}  // namespace switchboard::stun
