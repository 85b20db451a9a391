#include "gateway/push/session.hpp"

#include <charconv>
#include <utility>

#include "features/push/frames.hpp"
#include "gateway/socketio/client.hpp"

namespace switchboard::push {
namespace {

constexpr Duration lapse_grace = std::chrono::seconds(30);
constexpr std::int64_t page_items = 100;

// A stream position as the client writes it: an integer that is not negative.
std::optional<Seq> position_of(socketio::Event const& event) {
  if (event.arguments.empty()) return std::nullopt;
  auto text = event.arguments.front();
  std::int64_t number = 0;
  auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return Seq(number);
}

constexpr std::string_view no_position = R"([{"error":"A position is a number from 0"}])";
constexpr std::string_view no_inbox = R"([{"error":"The inbox cannot be read now"}])";

}  // namespace

Session::Session(Door& door, socketio::Socket& socket, Subject subject, Wishes wishes)
    : door_(door),
      socket_(socket),
      subject_(std::move(subject)),
      lapse_(
          socket.loop().timers(), [](void* self) { static_cast<Session*>(self)->disconnect(); },
          this),
      frames_(door.parts().frames, socket.loop().now()),
      wishes_(wishes) {
  door_.enter(socket_.session(), *this);
}

Session::~Session() {
  door_.leave(socket_.session());
  leave();
}

void Session::leave() {
  if (!std::exchange(counted_, false)) return;
  door_.parts().connections.leave(subject_.id, socket_.session());
  door_.parts().edge.observer.on_session_closed(gateway::Entrance::push);
  if (subject_.user)
    door_.parts().attendance.depart(subject_.user->id, socket_.loop().clock().timestamp());
}

std::vector<Connection> Session::enter() {
  counted_ = true;
  door_.parts().edge.observer.on_session_opened(gateway::Entrance::push);
  auto const& loop = socket_.loop();
  if (subject_.user) door_.parts().attendance.arrive(subject_.user->id, loop.clock().timestamp());
  Connection connection{loop.index(), socket_.session(), socket_.id(), loop.clock().timestamp()};
  return door_.parts().connections.enter(subject_.id, std::move(connection),
                                         door_.parts().connections_per_user);
}

void Session::on_connection(socketio::Socket& socket) {
  auto& loop = socket.loop();
  socket.emit(authenticated_event(subject_.id, loop.clock().timestamp()));
  plan_lapse(subject_.expires_at);
  if (wishes_.inbox) run(tell_inbox());
}

void Session::plan_lapse(std::optional<Timestamp> expires_at) {
  auto const& loop = socket_.loop();
  if (expires_at)
    lapse_.arm(loop.now() + time_until(*expires_at, loop.clock().timestamp()) + lapse_grace);
  else
    lapse_.cancel();
}

// Away: nobody is told that it is connected, though what is sent to everybody waits for it.
void Session::on_detached() {
  lapse_.cancel();
  leave();
}

void Session::on_recovered(socketio::Identity const& identity) {
  subject_.sign_in = identity.sign_in;
  if (subject_.user && identity.version) subject_.user->token_version = *identity.version;
  plan_lapse(identity.until);
  for (auto const& each : enter()) door_.parts().sessions.disconnect(each.shard, each.session);
  // The account may have changed while this session was away.
  door_.look_again(socket_.session());
}

void Session::on_event(socketio::Event const& event) {
  if (!frames_.take(door_.parts().frames, socket_.loop().now())) return disconnect();
  if (event.name == "ping") return socket_.emit(pong_event(socket_.loop().clock().timestamp()));
  auto since = event.name == "inbox:since";
  if (!since && event.name != "inbox:read") return;  // unknown events are nobody's business
  auto position = position_of(event);
  if (!position) {
    if (event.ack) socket_.answer(*event.ack, no_position);
    return;
  }
  if (!since) return run(mark_read(event.ack, *position));
  if (event.ack) run(answer_since(*event.ack, *position));
}

// The session may end while the store is asked: then the door does not know it any more.
Task<void> Session::tell_inbox() {
  auto& door = door_;
  auto id = socket_.session();
  auto reading = door.parts().inbox.state(subject_.id);
  auto state = co_await reading;
  auto* session = door.find(id);
  if (session != nullptr && state) session->socket_.emit(inbox_event(*state));
}

Task<void> Session::answer_since(std::uint64_t ack, Seq after) {
  auto& door = door_;
  auto id = socket_.session();
  auto now = socket_.loop().clock().timestamp();
  auto reading = door.parts().inbox.after(subject_.id, after, page_items, now);
  auto page = co_await reading;
  auto* session = door.find(id);
  if (session == nullptr) co_return;
  if (!page) co_return session->socket_.answer(ack, no_inbox);
  std::string array = "[";
  append_inbox_page(array, *page);
  session->socket_.answer(ack, array += ']');
}

Task<void> Session::mark_read(std::optional<std::uint64_t> ack, Seq seq) {
  auto& door = door_;
  auto id = socket_.session();
  auto marking = door.parts().inbox.mark_read(subject_.id, seq);
  auto state = co_await marking;
  auto* session = door.find(id);
  if (session == nullptr || !ack) co_return;
  if (!state) co_return session->socket_.answer(*ack, no_inbox);
  std::string array = "[";
  append_inbox_state(array, *state);
  session->socket_.answer(*ack, array += ']');
}

void Session::run(Task<void> task) {
  auto& log = door_.parts().edge.log;
  start(
      std::move(task), [] {},
      [&log](auto const& /*thrown*/) { log.error("push", "an inbox could not be asked"); });
}

}  // namespace switchboard::push
