// Socket.IO at /socket.io/, as an application's server: namespaces that differ, and events that
// show every way in which arguments travel.

#include <array>

#include "protocol/http/response_writer.hpp"
#include "protocol/http/target.hpp"
#include "protocol/json/document.hpp"
#include "support/headers_json.hpp"
#include "support/socketio_rig.hpp"

using namespace switchboard;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 10s;  // for a client's answer

std::string query_json(std::string_view query) {
  std::map<std::string, std::string> members;
  while (!query.empty()) {
    auto value = http::take_until(query, '&');
    auto name = http::percent_decode(http::take_until(value, '='), true);
    auto decoded = http::percent_decode(value, true);
    if (name && decoded) members.emplace(std::move(*name), std::move(*decoded));
  }
  return harness::json_object(members);
}

// What the opening request said; `auth` is the JSON of its namespace's own.
std::string handshake_json(socketio::Handshake const& handshake, std::string_view auth) {
  auto since = std::chrono::floor<std::chrono::milliseconds>(handshake.issued().time_since_epoch());
  std::string json = R"({"headers":)" + harness::headers_json(handshake.headers());
  json += R"(,"query":)" + query_json(handshake.query());
  (json += R"(,"auth":)") += auth;
  json += R"(,"time":)";
  json::append(json, http::imf_fixdate(since.count() / 1000));
  json += R"(,"issued":)" + std::to_string(since.count()) + R"(,"url":)";
  auto url = std::string(handshake.path());
  if (!handshake.query().empty()) url.append("?").append(handshake.query());
  json::append(json, url);
  json += R"(,"address":)";
  json::append(json, handshake.peer());
  json += R"(,"xdomain":)";
  json::append(json, !handshake.header("Origin").empty());
  json += R"(,"secure":)";
  json::append(json, handshake.secure());
  return json += '}';
}

class Listener : public socketio::Listener {
 public:
  explicit Listener(std::string auth) : auth_(auth.empty() ? "{}" : std::move(auth)) {}
  void on_connection(socketio::Socket& socket) override { socket_ = &socket; }
  void on_event(socketio::Event const& /*event*/) override {}

 protected:
  [[nodiscard]] socketio::Socket& socket() const { return *socket_; }
  [[nodiscard]] std::string handshake() const {
    return handshake_json(socket_->handshake(), auth_);
  }
  void answer_id(socketio::Event const& event) {
    std::string id;
    json::append(id, socket_->id());
    if (event.ack) socket_->answer(*event.ack, "[" + id + "]");
  }

 private:
  std::string auth_;
  socketio::Socket* socket_ = nullptr;
};

struct TellsItsId final : Listener {
  using Listener::Listener;
  void on_event(socketio::Event const& event) override {
    if (event.name == "getId") answer_id(event);
  }
};

struct TellsTheHandshake final : Listener {
  using Listener::Listener;
  void on_connection(socketio::Socket& connected) override {
    Listener::on_connection(connected);
    connected.emit(R"(["handshake",)" + handshake() + "]");
  }
};

// What an event is answered with, if its first argument is what it should be.
struct Reaction {
  enum class Wants : std::uint8_t { anything, binary, mixed };
  std::string_view name;
  Wants wants;
  std::string_view reply;  // empty: nothing is said
};
constexpr Reaction reactions[] = {
    {"hi", Reaction::Wants::anything, R"(["hi"])"},
    {"false", Reaction::Wants::anything, R"(["false",false])"},
    {"buffa", Reaction::Wants::binary, R"(["buffack"])"},
    {"jsonbuff", Reaction::Wants::mixed, R"(["jsonbuff-ack"])"},
    {"abuff2", Reaction::Wants::anything, R"(["abuff2-ack"])"},
    {"blob", Reaction::Wants::binary, R"(["back"])"},
    {"jsonblob", Reaction::Wants::mixed, R"(["jsonblob-ack"])"},
    {"blob3", Reaction::Wants::binary, R"(["blob3-ack"])"},
};

bool is_binary(std::optional<json::Value> value) {
  return value && value->find("_placeholder").has_value();
}

bool fits(Reaction::Wants wants, socketio::Event const& event) {
  if (wants == Reaction::Wants::anything) return true;
  if (event.arguments.empty()) return false;
  json::Document document(event.arguments[0]);
  if (!document.valid()) return false;
  auto root = document.root();
  if (wants == Reaction::Wants::binary) return is_binary(root);
  auto hello = root.find("hello");
  auto goodbye = root.find("goodbye");
  return is_binary(root.find("message")) && hello && hello->string() == "lol" && goodbye &&
         goodbye->string() == "gotcha";
}

class Main final : public Listener {
 public:
  using Listener::Listener;

  void on_event(socketio::Event const& event) override {
    for (auto const& [name, wants, reply] : reactions)
      if (name == event.name && fits(wants, event)) return socket().emit(reply);
    if (event.ack)
      answer(event);
    else
      tell(event.name);
    if (event.name == "ack") ask();
  }

 private:
  void answer(socketio::Event const& event) {
    auto ack = *event.ack;
    if (event.name == "echo")
      socket().answer(ack, harness::array_of({}, event.arguments), event.attachments);
    else if (event.name == "getAckDate")
      socket().answer(ack, "[" + date() + "]");
    else if (event.name == "getHandshake")
      socket().answer(ack, "[" + handshake() + "]");
    else if (event.name == "getId")
      answer_id(event);
  }

  void tell(std::string_view asked) {
    if (asked == "getDate") socket().emit(R"(["takeDate",)" + date() + "]");
    if (asked == "getDateObj") socket().emit(R"(["takeDateObj",{"date":)" + date() + "}]");
    if (asked == "getUtf8") tell_utf8();
    if (asked == "doge") tell_binary("doge");
    if (asked == "getbin") tell_binary("takebin");
  }

  void tell_utf8() {
    for (auto const* text :
         {"てすと", "Я Б Г Д Ж Й", "Ä ä Ü ü ß", "utf8 — string", "utf8 — string"})
      socket().emit(std::string(R"(["takeUtf8",")") + text + R"("])");
  }

  void tell_binary(std::string const& name) {
    std::array<std::string, 1> const attachments{"asdfasdf"};
    socket().emit(R"([")" + name + R"(",{"_placeholder":true,"num":0}])", attachments);
  }

  // Answers that are still awaited fail before the listener goes.
  void ask() {
    socket().emit_with_ack(R"(["ack"])", {}, patience, [this](auto const& answer) {
      if (!answer || answer->arguments.size() < 2 || answer->arguments[0] != "5") return;
      json::Document second(answer->arguments[1]);
      auto test = second.valid() ? second.root().find("test") : std::nullopt;
      if (test && test->boolean() == true) socket().emit(R"(["got it"])");
    });
  }

  [[nodiscard]] std::string date() const {
    std::string text;
    json::append(
        text, std::chrono::floor<std::chrono::milliseconds>(socket().loop().clock().timestamp()));
    return text;
  }
};

template <class Made>
struct Open final : socketio::Namespace {
  Task<Result<std::unique_ptr<socketio::Listener>>> admit(socketio::Socket& socket,
                                                          std::string auth) override {
    if (std::is_same_v<Made, Main> && http::query_value(socket.handshake().query(), "fail"))
      co_return fail(Errc::permission_denied, "Auth failed (main namespace)");
    socket.make_recoverable("");
    co_return std::make_unique<Made>(std::move(auth));
  }
};

struct Closed final : socketio::Namespace {
  Task<Result<std::unique_ptr<socketio::Listener>>> admit(socketio::Socket& /*socket*/,
                                                          std::string /*auth*/) override {
    co_return fail(Errc::permission_denied, "Auth failed (custom namespace)");
  }
};

// Everybody may come in, but not at once: clients must bear an answer that takes a while.
Task<std::optional<std::string>> accept_later(http::Request const& /*request*/) {
  co_await runtime::Loop::current()->sleep(10ms);
  co_return std::nullopt;
}

void fill(socketio::Server& server) {
  server.add("/", std::make_unique<Open<Main>>());
  server.add("/foo", std::make_unique<Open<TellsItsId>>());
  server.add("/abc", std::make_unique<Open<TellsTheHandshake>>());
  for (auto const* silent : {"/timeout_socket", "/valid", "/asd"})
    server.add(silent, std::make_unique<Open<Listener>>());
  server.add("/no", std::make_unique<Closed>());
}

}  // namespace

int main() {
  socketio::Options const options{.engine = {.ping_interval = 2s}};
  harness::run_socketio(options, accept_later, fill);
}
