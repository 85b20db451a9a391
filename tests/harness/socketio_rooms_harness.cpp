// Socket.IO at /socket.io/: everybody is in one room. `tell` says its arguments to all of it as
// `told`, `tell others` to all but the one who says it; `ask` puts the event `asked` to the others
// and acknowledges with who was asked, who answered within 2 s, and what they said.

#include "support/socketio_rig.hpp"

using namespace switchboard;
using namespace std::chrono_literals;

namespace {

ChannelName room() { return ChannelName("room:everybody"); }

std::string in_words(socketio::Answers const& answers) {
  auto text = "[" + std::to_string(answers.asked) + "," + std::to_string(answers.answered) + ",[";
  for (auto const& each : answers.given) {
    if (&each != &answers.given.front()) text += ',';
    // Bytes are told by their number.
    auto bytes = std::uint64_t{0};
    for (auto const& attachment : each.attachments) bytes += attachment.size();
    text += each.attachments.empty() ? each.array : "[" + std::to_string(bytes) + "]";
  }
  return text += "]]";
}

class Member final : public socketio::Listener {
 public:
  explicit Member(socketio::Server& server) : server_(server) {}

  void on_connection(socketio::Socket& socket) override {
    socket_ = socket.weak_from_this();
    socket.join(room());
  }

  void on_event(socketio::Event const& event) override {
    auto socket = socket_.lock();
    if (event.name == "tell") server_.fan_out().publish(publication("told", event, {}));
    if (event.name == "tell others")
      server_.fan_out().publish(publication("told", event, socket->session()));
    if (event.name != "ask" || !event.ack) return;
    auto asking = server_.ask("/", publication("asked", event, socket->session()), 2s);
    start(
        std::move(asking),
        [weak = socket_, ack = *event.ack](socketio::Answers const& answers) {
          if (auto who = weak.lock()) who->answer(ack, in_words(answers));
        },
        [](auto const& /*thrown*/) {});
  }

 private:
  static Publication publication(std::string_view name, socketio::Event const& event,
                                 SessionId except) {
    return {.channel = room(),
            .seq = {},
            .data = harness::array_of(name, event.arguments),
            .except = except,
            .attachments = {event.attachments.begin(), event.attachments.end()}};
  }

  socketio::Server& server_;
  std::weak_ptr<socketio::Socket> socket_;
};

class Rooms final : public socketio::Namespace {
 public:
  explicit Rooms(socketio::Server& server) : server_(server) {}
  Task<Result<std::unique_ptr<socketio::Listener>>> admit(socketio::Socket& socket,
                                                          std::string auth) override {
    if (auth.contains("recovery")) socket.make_recoverable("");
    co_return std::make_unique<Member>(server_);
  }

 private:
  socketio::Server& server_;
};

}  // namespace

int main() {
  socketio::Options const options{.engine = {.ping_interval = 2s}};
  harness::run_socketio(options, {}, [](socketio::Server& server) {
    server.add("/", std::make_unique<Rooms>(server));
  });
}
