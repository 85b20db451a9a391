#include "gateway/push/door.hpp"

#include <boost/describe/class.hpp>

#include <optional>
#include <string_view>
#include <utility>

#include "features/push/channel.hpp"
#include "gateway/push/session.hpp"
#include "gateway/socketio/client.hpp"
#include "protocol/json/read.hpp"

namespace switchboard::push {

struct ConnectPayload {
  std::optional<std::string> token;
  std::optional<bool> inbox;
  std::optional<bool> calls;
  std::optional<bool> recovery;
};
BOOST_DESCRIBE_STRUCT(ConnectPayload, (), (token, inbox, calls, recovery))

namespace {

constexpr json::Limits payload_limits{.depth_max = 64, .lone_surrogates = true};

std::unexpected<Error> refuse() { return fail(Errc::unauthenticated, "Authentication failed"); }

// The word `Bearer` may be left out. Where the header is there, it decides.
std::string token_of(socketio::Handshake const& handshake, ConnectPayload const& payload) {
  auto token = handshake.header("Authorization");
  if (token.empty() && payload.token) token = *payload.token;
  if (token.starts_with("Bearer ")) token.remove_prefix(7);
  return std::string(token);
}

}  // namespace

void Sessions::disconnect(std::size_t shard, SessionId session) {
  auto& loop = shards_[shard];
  if (runtime::Loop::current() == &loop) return doors_[shard]->disconnect(session);
  loop.post([door = doors_[shard], session] { door->disconnect(session); });
}

Task<void> Sessions::replace(std::size_t shard, SessionId session) {
  auto job = [door = doors_[shard], session] {
    door->disconnect(session);
    return true;
  };
  auto crossing = runtime::call(shards_[shard], std::move(job));
  co_await std::move(crossing);
}

Door::Door(Parts parts) : parts_(std::move(parts)) {
  parts_.sessions.add(parts_.edge.loop.index(), *this);
}

Session* Door::find(SessionId id) {
  auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : found->second;
}

Task<Result<Subject>> Door::recognise(socketio::Handshake const& handshake,
                                      ConnectPayload const& payload) {
  auto authentication = parts_.authenticator.authenticate(token_of(handshake, payload));
  auto subject = co_await authentication;
  if (!subject) co_return refuse();
  co_return subject;
}

Task<Result<socketio::Identity>> Door::identify(socketio::Handshake const& handshake,
                                                std::string auth) {
  auto payload = json::read<ConnectPayload>(auth, payload_limits);
  if (!payload) co_return refuse();
  auto recognising = recognise(handshake, *payload);
  auto subject = co_await recognising;
  if (!subject) co_return failure_of(std::move(subject));
  socketio::Identity identity{std::move(subject->id), subject->expires_at, subject->sign_in};
  if (subject->user) identity.version = subject->user->token_version;
  co_return identity;
}

Task<Result<std::unique_ptr<socketio::Listener>>> Door::admit(socketio::Socket& socket,
                                                              std::string auth) {
  auto payload = json::read<ConnectPayload>(auth.empty() ? "{}" : auth, payload_limits);
  if (!payload) co_return refuse();
  auto recognising = recognise(socket.handshake(), *payload);
  auto subject = co_await recognising;
  if (!subject) co_return failure_of(std::move(subject));
  if (payload->recovery.value_or(false)) socket.make_recoverable(subject->id);
  // Whatever is sent to this person once it counts as connected must reach it.
  auto own = channel_of(subject->id);
  socket.join(own);
  socket.join(everybody());
  auto own_settling = parts_.fan_out.settle(std::move(own));
  co_await own_settling;
  auto all_settling = parts_.fan_out.settle(everybody());
  co_await all_settling;
  Wishes wishes{payload->inbox.value_or(false), payload->calls.value_or(false)};
  auto session = std::make_unique<Session>(*this, socket, std::move(*subject), wishes);
  auto displaced = session->enter();
  for (auto const& each : displaced) {
    auto replacing = parts_.sessions.replace(each.shard, each.session);
    co_await replacing;
  }
  // The account may have changed while nobody knew of this session.
  auto looking = may_go_on(session->subject());
  auto still = co_await looking;
  if (!still) co_return refuse();
  co_return std::move(session);
}

void Door::disconnect(SessionId id) {
  if (auto* session = find(id)) session->disconnect();
}

void Door::on_account_changed(UserId user) {
  for (auto const& each : parts_.connections.all(user.value().to_string())) {
    if (each.shard != parts_.edge.loop.index()) continue;
    look_again(each.session);
  }
}

void Door::look_again(SessionId id) {
  start(look_at_account(id), [] {}, [](auto const& /*thrown*/) {});
}

std::size_t Door::tell_call(UserId user, std::string const* event) {
  std::size_t told = 0;
  for (auto const& each : parts_.connections.all(user.value().to_string())) {
    auto* session = each.shard == parts_.edge.loop.index() ? find(each.session) : nullptr;
    if (session == nullptr || !session->wants_calls()) continue;
    if (event != nullptr) session->socket().emit(*event);
    ++told;
  }
  return told;
}

Task<void> Door::look_at_account(SessionId id) {
  auto* session = find(id);
  if (session == nullptr) co_return;
  auto looking = may_go_on(session->subject());
  auto still = co_await looking;
  if (!still) disconnect(id);
}

Task<bool> Door::may_go_on(Subject subject) {
  if (!subject.user) co_return true;
  auto finding = parts_.directory.find(subject.user->id);
  auto found = co_await finding;
  // A store that cannot answer now is no reason to end a session.
  if (!found) co_return found.error().code != Errc::not_found;
  auto const& account = **found;
  auto ended = subject.sign_in && !account.has(*subject.sign_in);
  co_return !ended && account.active && account.token_version == subject.user->token_version;
}

}  // namespace switchboard::push
