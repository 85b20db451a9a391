#pragma once
// A chat client at the other end of a socket pair. It reads only when it is asked what it heard,
// and tells it in short lines, so that a test compares whole conversations.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/json/document.hpp"
#include "runtime/socket.hpp"
#include "unit/protocol/websocket/client_frames.hpp"

namespace switchboard::tests {

using Lines = std::vector<std::string>;

// What one frame of the server says. Ids and times are left out: they differ in every run.
class Retelling {
 public:
  explicit Retelling(std::string_view text) : document_(text) { REQUIRE(document_.valid()); }

  [[nodiscard]] std::string line() const {
    auto type = text("type");
    if (type == "message") return text("sender_name") + ": " + text("content");
    if (type == "user_joined" || type == "user_left") return text("content");
    if (type == "error") return "error: " + text("error");
    if (type == "connected") return connected();
    if (type == "presence") return presence();
    if (type == "sent")
      return "sent " + text("client_msg_id") + " seq " + number("seq") +
             (truth("duplicate") ? " duplicate" : "");
    if (type == "disconnected") return "disconnected " + text("room_id");
    return type;
  }
  [[nodiscard]] std::string text(std::string_view name) const {
    auto found = document_.root().find(name);
    return found ? std::string(found->string().value_or("")) : "";
  }

 private:
  [[nodiscard]] std::string number(std::string_view name) const {
    auto found = document_.root().find(name);
    return found ? std::to_string(found->integer().value_or(-1)) : "none";
  }
  [[nodiscard]] bool truth(std::string_view name) const {
    auto found = document_.root().find(name);
    return found && found->boolean().value_or(false);
  }
  [[nodiscard]] std::string connected() const {
    auto line = "connected " + text("room_id");
    if (!document_.root().find("head_seq")) return line;
    return line + " head " + number("head_seq") + (truth("recovered") ? " recovered" : " afresh");
  }
  [[nodiscard]] std::string presence() const {
    std::string line = "presence";
    document_.root().find("joined")->each_element([&line](json::Value person) {
      line += " +" + std::string(person.find("username")->string().value_or(""));
      return true;
    });
    auto left = document_.root().find("left")->size();
    if (left > 0) line += " -" + std::to_string(left);
    return line + " =" + number("count");
  }

  json::Document document_;
};

class TestClient {
 public:
  // `pump` lets the server do what it can until nothing happens any more.
  TestClient(runtime::Fd fd, std::function<void()> pump)
      : fd_(std::move(fd)), pump_(std::move(pump)) {}

  // `headers`: further lines, each with its end.
  void open(std::string const& target, std::string const& headers = "") {
    send("GET " + target +
         " HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         headers + "\r\n");
    receive();
    auto end = received_.find("\r\n\r\n");
    REQUIRE(end != std::string::npos);
    answer_ = received_.substr(0, end + 4);
    received_.erase(0, end + 4);
  }
  [[nodiscard]] std::string const& answer() const { return answer_; }

  void say(std::string_view json) { send(websocket::text_frame(json)); }
  void pong() { send(websocket::client_frame(10, "")); }
  void close(unsigned code) {
    std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    send(websocket::client_frame(8, payload));
  }
  void hang_up() {
    fd_.reset();
    pump_();
  }

  // Everything since it was asked last.
  [[nodiscard]] Lines hear() {
    Lines lines;
    receive();
    while (auto line = next_line()) lines.push_back(std::move(*line));
    if (std::exchange(ended_, false)) lines.emplace_back("ended");
    return lines;
  }
  // The last text frame as it came.
  [[nodiscard]] std::string const& last() const { return last_; }

  // Only for what fits into the socket.
  void send(std::string_view bytes) {
    REQUIRE(runtime::send_some(fd_.get(), bytes) == static_cast<std::ptrdiff_t>(bytes.size()));
    pump_();
  }
  // Bytes as they came, until the server has no more to say.
  std::string receive_all() {
    receive();
    return std::exchange(received_, {});
  }
  void end_writing() {
    runtime::shut_down_writing(fd_.get());
    pump_();
  }
  [[nodiscard]] bool ended() {
    receive();
    return ended_;
  }

 private:
  void receive() {
    std::string piece(65536, '\0');
    while (fd_) {
      pump_();
      auto got = runtime::receive_some(fd_.get(), piece.data(), piece.size());
      if (got.would_block) return;
      if (got.ended || got.broken) {
        ended_ = true;
        return fd_.reset();
      }
      received_.append(piece, 0, got.bytes);
    }
  }

  std::optional<std::string> next_line() {
    if (received_.size() < 2) return std::nullopt;
    auto byte = [this](std::size_t at) { return static_cast<unsigned char>(received_[at]); };
    std::size_t length = byte(1);
    std::size_t header = length < 126 ? 2 : length == 126 ? 4 : 10;
    REQUIRE(length < 127);  // nothing that long is said to a chat client
    if (received_.size() < header) return std::nullopt;
    if (length == 126) length = (static_cast<std::size_t>(byte(2)) << 8) | byte(3);
    if (received_.size() < header + length) return std::nullopt;
    auto opcode = byte(0) & 0xfU;
    auto payload = received_.substr(header, length);
    received_.erase(0, header + length);
    return line_of(opcode, payload);
  }

  std::string line_of(unsigned opcode, std::string const& payload) {
    if (opcode == 9) return "ping";
    if (opcode == 10) return "pong";
    if (opcode == 8 && payload.empty()) return "closed";
    if (opcode == 8) {
      auto code =
          static_cast<unsigned char>(payload[0]) * 256U + static_cast<unsigned char>(payload[1]);
      return "closed " + std::to_string(code) + " " + payload.substr(2);
    }
    last_ = payload;
    return Retelling(payload).line();
  }

  runtime::Fd fd_;
  std::function<void()> pump_;
  std::string received_;
  std::string answer_;
  std::string last_;
  bool ended_ = false;
};

}  // namespace switchboard::tests
