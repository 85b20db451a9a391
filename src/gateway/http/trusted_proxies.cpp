#include "gateway/http/trusted_proxies.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "protocol/http/syntax.hpp"

namespace switchboard::http {
namespace {

using Bytes16 = std::array<std::uint8_t, 16>;

constexpr std::size_t hops_max = 64;
constexpr unsigned ipv4_prefix_bits = 96;  // of ::ffff:0:0/96

struct Address {
  Bytes16 bytes{};
  bool ipv4 = false;  // was written as such
};

std::optional<Address> parse_address(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  if (text.empty() || text.size() >= buffer.size() || text.contains('\0')) return std::nullopt;
  std::ranges::copy(text, buffer.begin());
  Address address;
  if (inet_pton(AF_INET6, buffer.data(), address.bytes.data()) == 1) return address;
  address = {.bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, .ipv4 = true};
  if (inet_pton(AF_INET, buffer.data(), address.bytes.data() + 12) == 1) return address;
  return std::nullopt;
}

// The address as we write it everywhere: IPv4 in IPv6 is IPv4.
std::string text_of(Bytes16 const& bytes) {
  constexpr Bytes16 mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  if (std::equal(mapped.begin(), mapped.begin() + 12, bytes.begin()))
    inet_ntop(AF_INET, bytes.data() + 12, buffer.data(), buffer.size());
  else
    inet_ntop(AF_INET6, bytes.data(), buffer.data(), buffer.size());
  return buffer.data();
}

// `1.2.3.4`, `1.2.3.4:80`, `::1`, `[::1]`, `[::1]:80`
std::string_view without_port(std::string_view hop) {
  if (hop.starts_with('[')) return hop.substr(1, hop.find(']') == hop.npos ? 0 : hop.find(']') - 1);
  if (std::ranges::count(hop, ':') == 1) return hop.substr(0, hop.find(':'));
  return hop;
}

// All hops of all headers of that name, from left to right; the last ones, if there are too many.
std::vector<std::string_view> hops_of(RequestHead const& head) {
  std::vector<std::string_view> hops;
  for (auto const& header : head.headers()) {
    if (!equals_ignoring_case(header.name, "X-Forwarded-For")) continue;
    for (auto rest = header.value; !rest.empty();) hops.push_back(trimmed(take_until(rest, ',')));
  }
  if (hops.size() > hops_max) hops.erase(hops.begin(), hops.end() - hops_max);
  return hops;
}

// The last word is our own proxy's.
std::optional<bool> says_https(RequestHead const& head) {
  std::optional<std::string_view> last;
  for (auto const& header : head.headers())
    if (equals_ignoring_case(header.name, "X-Forwarded-Proto")) last = header.value;
  if (!last) return std::nullopt;
  auto proto = trimmed(last->substr(last->rfind(',') + 1));
  return equals_ignoring_case(proto, "https");
}

}  // namespace

bool TrustedProxies::parse_network(std::string_view text, Network& network) {
  auto slash = text.find('/');
  auto address = parse_address(text.substr(0, slash));
  if (!address) return false;
  network.bytes = address->bytes;
  if (slash == text.npos) return true;
  auto digits = text.substr(slash + 1);
  unsigned prefix = 0;
  auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
  if (failure != std::errc{} || end != digits.data() + digits.size()) return false;
  if (prefix > (address->ipv4 ? 32U : 128U)) return false;
  network.prefix = prefix + (address->ipv4 ? ipv4_prefix_bits : 0);
  for (auto bit = network.prefix; bit < 128; ++bit)
    if ((network.bytes[bit / 8] >> (7 - bit % 8) & 1U) != 0) return false;
  return true;
}

Result<TrustedProxies> TrustedProxies::parse(std::string_view list) {
  TrustedProxies proxies;
  while (!list.empty()) {
    auto text = trimmed(take_until(list, ','));
    if (text.empty()) continue;
    Network network;
    if (!parse_network(text, network))
      return fail(Errc::invalid_argument, "'" + std::string(text) + "' is no network (CIDR)");
    proxies.networks_.push_back(network);
  }
  return proxies;
}

bool TrustedProxies::trusts(std::string_view text) const {
  if (networks_.empty()) return false;
  auto address = parse_address(text);
  if (!address) return false;
  return std::ranges::any_of(networks_, [&](Network const& network) {
    auto whole = network.prefix / 8;
    if (!std::equal(network.bytes.begin(), network.bytes.begin() + whole, address->bytes.begin()))
      return false;
    auto bits = network.prefix % 8;
    return bits == 0 || (network.bytes[whole] ^ address->bytes[whole]) >> (8 - bits) == 0;
  });
}

TrustedProxies::Client TrustedProxies::client(Client peer, RequestHead const& head) const {
  if (!trusts(peer.address)) return peer;
  if (auto https = says_https(head)) peer.secure = *https;
  auto hops = hops_of(head);
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    auto address = parse_address(without_port(*hop));
    // Whoever wrote that is not to be believed about anything left of it.
    if (!address) return peer;
    peer.address = text_of(address->bytes);
    if (!trusts(peer.address)) return peer;
  }
  return peer;
}

}  // namespace switchboard::http
