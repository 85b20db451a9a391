#pragma once
// A WebSocket client, and the same through Socket.IO's door.

#include <functional>
#include <string>
#include <string_view>

#include "load/frames.hpp"
#include "load/options.hpp"
#include "load/socket.hpp"

namespace switchboard::load {

class Client {
 public:
  // Connects, upgrades and, with `options.socketio`, joins the namespace `path`. Blocking until
  // done; what follows does not block.
  Client(Options const& options, std::string const& path, std::size_t index);

  Socket& socket() { return socket_; }
  FrameReader& reader() { return reader_; }
  // Waits for a frame of which `wanted` is true, whatever else comes before it. Only before
  // `stop_blocking`.
  std::string await_frame(std::function<bool(std::string_view)> const& wanted);
  void send_text(std::string_view payload) { socket_.send(client_frame(Opcode::text, payload)); }

 private:
  void upgrade(Options const& options, std::string const& path);

  Socket socket_;
  FrameReader reader_;
};

// What a publisher or an echo client sends as one message: text of `payload_bytes` that compresses
// as chat does, in the envelope of the door.
std::string message_frame(Options const& options, std::string const& path);

// Whether this frame is a message that counts. Throws when the server says goodbye; answers pings.
bool is_message(Client& client, Options const& options, Frame const& frame);

}  // namespace switchboard::load
