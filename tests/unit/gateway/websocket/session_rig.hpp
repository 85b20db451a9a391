#pragma once
// A WebSocket session over a socket pair, without a handshake, and what its client hears.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "features/delivery/hub.hpp"
#include "gateway/websocket/session.hpp"
#include "unit/gateway/edge/connection_rig.hpp"
#include "unit/protocol/websocket/client_frames.hpp"

namespace switchboard::tests {

using Lines = std::vector<std::string>;

// Says back what it hears, tells the story of what happens to it, and listens to a room if asked.
class ToldSession final : public websocket::Session {
 public:
  ToldSession(websocket::SessionOptions const& options, gateway::Edge& edge, Lines& story)
      : Session(options, edge, std::nullopt), story_(story) {}

  void listen(delivery::Hub& hub) {
    room_ = hub.subscribe(ChannelName("room"), codec(false), *this, SessionId(1));
    CHECK(room_->go_live(Seq(0)));
  }
  void end(websocket::CloseCode code, std::string_view reason) { close(code, reason); }
  void wake_at(Instant when) {
    wake_ = when;
    plan_timer();
  }

 private:
  void on_text(std::string_view text) override {
    story_.push_back("text " + std::string(text));
    send_text(text);
  }
  void on_binary(std::string_view bytes) override { send_binary(bytes); }
  void on_end() override {
    story_.emplace_back("end");
    drop_later(std::move(room_));
  }
  void each_subscription(void (*visit)(delivery::Subscription&)) override {
    if (room_) visit(*room_);
  }
  [[nodiscard]] std::optional<Instant> deadline() const override { return wake_; }
  void on_deadline() override {
    wake_.reset();
    story_.emplace_back("deadline");
  }
  void on_ready() override { story_.emplace_back("ready"); }

  Lines& story_;
  std::unique_ptr<delivery::Subscription> room_;
  std::optional<Instant> wake_;
};

// The frames of a server, in words: `text hello`, `close 1009 too large`.
inline Lines in_words(std::string_view bytes) {
  static constexpr std::array names{"more", "text", "binary", "3",    "4",    "5",
                                    "6",    "7",    "close",  "ping", "pong", "11"};
  auto number = [&bytes](std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (auto byte : bytes.substr(at, size)) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
  };
  Lines lines;
  while (bytes.size() >= 2) {
    auto length = number(1, 1);
    auto header = length < 126 ? 2U : length == 126 ? 4U : 10U;
    if (header > 2) length = number(2, header - 2);
    REQUIRE(bytes.size() >= header + length);
    auto opcode = number(0, 1) & 0xfU;
    auto payload = std::string(bytes.substr(header, length));
    if (opcode == 8 && length >= 2)
      payload = std::to_string(number(header, 2)) + " " + payload.substr(2);
    lines.push_back(std::string(names.at(opcode)) + " " + payload);
    bytes.remove_prefix(header + length);
  }
  CHECK(bytes.empty());
  return lines;
}

struct SessionRig : EdgeRig {
  explicit SessionRig(websocket::SessionOptions wanted = {}) : options(wanted) {
    auto made = std::make_unique<ToldSession>(options, edge, story);
    session = made.get();
    connection = &open(std::move(made));
  }

  void say(std::string_view frames) {
    REQUIRE(peer->send(frames));
    settle();
  }
  void close_with(unsigned code, std::string_view reason = "") {
    std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    say(websocket::client_frame(8, payload.append(reason)));
  }
  [[nodiscard]] Lines heard() { return in_words(hear_all()); }

  websocket::SessionOptions options;
  gateway::Connection* connection;
  ToldSession* session;  // both until the turn after the connection is gone
};

}  // namespace switchboard::tests
