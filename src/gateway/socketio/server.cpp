#include "gateway/socketio/server.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/encoding.hpp"
#include "base/random.hpp"

namespace switchboard::socketio {
namespace {

constexpr std::size_t socket_id_bytes = 15;  // 20 characters

}  // namespace

Server::Server(Parts parts)
    : parts_(std::move(parts)), door_(parts_.edge, parts_.options.engine, *this, parts_.doors) {
  parts_.servers.resize(std::max(parts_.servers.size(), loop().index() + 1));
  parts_.servers[loop().index()] = this;
}

Task<Result<Identity>> Namespace::identify(Handshake const& /*handshake*/, std::string /*auth*/) {
  co_return Identity{};
}

Server* Server::home_of(std::string_view pid) const {
  auto shard = engineio::shard_of(pid);
  return shard && *shard < parts_.servers.size() ? parts_.servers[*shard] : nullptr;
}

void Server::add(std::string name, std::unique_ptr<Namespace> name_space) {
  namespaces_.emplace(std::move(name), std::move(name_space));
}

Namespace* Server::find(std::string const& name) {
  auto found = namespaces_.find(name);
  return found == namespaces_.end() ? nullptr : found->second.get();
}

std::string Server::next_socket_id() {
  std::array<std::uint8_t, socket_id_bytes> bytes;
  fill_random(bytes);
  return to_base64url({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

Task<std::optional<std::string>> Server::refuse(http::Request const& request) {
  if (!parts_.refuse) co_return std::nullopt;
  auto refusing = parts_.refuse(request);
  co_return co_await refusing;
}

std::shared_ptr<engineio::Application> Server::make(http::Request const& request) {
  Handshake handshake{.headers = {},
                      .path = std::string(request.head.path),
                      .query = std::string(request.head.query),
                      .peer = request.peer,
                      .secure = request.secure,
                      .issued = loop().clock().timestamp()};
  for (auto const& header : request.head.headers())
    handshake.headers.emplace_back(header.name, header.value);
  return std::make_shared<Client>(*this, std::move(handshake));
}

}  // namespace switchboard::socketio
