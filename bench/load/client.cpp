#include "load/client.hpp"

#include <array>
#include <stdexcept>

namespace switchboard::load {
namespace {

std::string upgrade_request(Options const& options, std::string const& path) {
  std::string request = "GET " + path + " HTTP/1.1\r\nHost: " + options.host + ":" +
                        std::to_string(options.port) +
                        "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        "Sec-WebSocket-Version: 13\r\n";
  if (options.deflate) {
    request +=
        "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; "
        "server_no_context_takeover\r\n";
  }
  return request + "\r\n";
}

}  // namespace

Client::Client(Options const& options, std::string const& path, std::size_t index)
    : socket_({options.host, options.port, options.tls}, index) {
  if (!options.socketio) {
    upgrade(options, path);
    return;
  }
  upgrade(options, "/socket.io/?EIO=4&transport=websocket");
  await_frame([](std::string_view text) { return text.starts_with("0{"); });
  auto const connect = "40" + path + ",";
  send_text(connect);
  await_frame([&](std::string_view text) { return text.starts_with(connect); });
}

void Client::upgrade(Options const& options, std::string const& path) {
  socket_.send(upgrade_request(options, path));
  std::string answer;
  std::array<char, 4'096> buffer;
  auto end = std::string::npos;
  while ((end = answer.find("\r\n\r\n")) == std::string::npos) {
    answer.append(buffer.data(), socket_.receive(buffer));
  }
  if (!answer.starts_with("HTTP/1.1 101")) {
    throw std::runtime_error(path + ": no upgrade but " + answer.substr(0, answer.find('\r')));
  }
  auto const head = answer.substr(0, end);
  if (options.deflate && !head.contains("permessage-deflate")) {
    throw std::runtime_error("the server does not deflate");
  }
  reader_.hold(answer.substr(end + 4));
}

std::string Client::await_frame(std::function<bool(std::string_view)> const& wanted) {
  std::array<char, 16'384> buffer;
  std::string found;
  std::size_t got = 0;
  bool done = false;
  while (!done) {
    reader_.feed({buffer.data(), got}, [&](Frame const& frame) {
      if (done || !wanted(frame.payload)) return;
      found = frame.payload;
      done = true;
    });
    if (!done) got = socket_.receive(buffer);
  }
  return found;
}

std::string message_frame(Options const& options, std::string const& path) {
  constexpr std::string_view words =
      R"({"type":"message","room_id":"general","sender_name":"John Smith","seq":4711,"content":)"
      R"("the quick brown fox jumps over the lazy dog while the band plays on","at":"now"} )";
  std::string text;
  while (text.size() < static_cast<std::size_t>(options.payload_bytes)) text += words;
  text.resize(static_cast<std::size_t>(options.payload_bytes));
  if (!options.socketio) return client_frame(Opcode::text, text);
  for (auto& letter : text) {
    if (letter == '"') letter = '\'';
  }
  return client_frame(Opcode::text, "42" + path + R"(,["message",")" + text + R"("])");
}

bool is_message(Client& client, Options const& options, Frame const& frame) {
  if (frame.opcode == Opcode::ping) {
    client.socket().send(client_frame(Opcode::pong, frame.payload));
    return false;
  }
  if (frame.opcode == Opcode::close) throw std::runtime_error("the server closed a connection");
  if (options.socketio) {
    if (frame.payload == "2") client.send_text("3");
    return frame.payload.starts_with("42");
  }
  // Short messages may stay as they are.
  if (options.deflate && options.payload_bytes > 500 && !frame.compressed) {
    throw std::runtime_error("deflate was agreed upon, yet a long message came without");
  }
  auto const expected = static_cast<std::size_t>(options.payload_bytes);
  if (!frame.compressed && frame.payload.size() != expected) {
    throw std::runtime_error("a message of another length than was sent");
  }
  return frame.opcode == Opcode::text || frame.opcode == Opcode::binary;
}

}  // namespace switchboard::load
