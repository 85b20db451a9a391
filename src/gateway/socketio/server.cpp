#include "gateway/socketio/server.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/encoding.hpp"
#include "base/random.hpp"
#include "runtime/shards.hpp"

namespace switchboard::socketio {
namespace {

constexpr std::size_t socket_id_bytes = 15;  // 20 characters

}  // namespace

Server::Server(Parts parts)
    : parts_(std::move(parts)),
      questions_(loop()),
      door_(parts_.edge, parts_.options.engine, *this, parts_.doors) {
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

Server::Namespaces::value_type const* Server::find(std::string_view name) const {
  auto found = namespaces_.find(name);
  return found == namespaces_.end() ? nullptr : &*found;
}

std::string Server::next_socket_id() {
  std::array<std::uint8_t, socket_id_bytes> bytes;
  fill_random(bytes);
  return to_base64url({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

// No other shard has it, and it is used again only when it is long forgotten.
std::uint64_t Server::next_question() {
  auto const numbers = Questions::last_number - Questions::first_number;
  return Questions::first_number + (asked_++ * parts_.servers.size() + loop().index()) % numbers;
}

std::unordered_set<SessionId> Server::listeners(std::string const& name_space,
                                                Publication const& publication) {
  auto const& hub = fan_out().hub(loop().index());
  std::unordered_set<SessionId> sessions;
  for (auto encoding : {Encoding::frames, Encoding::payload, Encoding::bare}) {
    auto const& codec = codecs_.get(name_space, encoding);
    hub.each_session(publication.channel, codec,
                     [&](SessionId session) { sessions.insert(session); });
  }
  sessions.erase(publication.except);
  return sessions;
}

Task<Answers> Server::ask(std::string name_space, Publication publication, Duration patience) {
  auto number = next_question();
  publication.question = number;
  std::vector<std::shared_ptr<Questions::Reply>> replies;
  for (auto* server : parts_.servers) {
    replies.push_back(std::make_shared<Questions::Reply>());
    auto job = [&, server] {
      auto asked = server->listeners(name_space, publication);
      server->questions().open(number, std::move(asked), patience, replies.back());
      return true;
    };
    auto crossing = runtime::call(server->loop(), std::move(job));
    co_await crossing;
  }
  fan_out().publish(std::move(publication));
  Answers all;
  for (auto const& reply : replies) {
    auto answers = co_await *reply;
    all.add(std::move(answers));
  }
  co_return all;
}

Task<std::optional<std::string>> Server::refuse(http::Request const& request) {
  if (!parts_.refuse) co_return std::nullopt;
  auto refusing = parts_.refuse(request);
  co_return co_await refusing;
}

std::shared_ptr<engineio::Application> Server::make(http::Request const& request) {
  return std::make_shared<Client>(*this, Handshake(request, loop().clock().timestamp()));
}

}  // namespace switchboard::socketio
