#pragma once
// What the connections of one shard share: buffers that none of them holds while idle, and the list
// of them all.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "gateway/edge/session_observer.hpp"
#include "gateway/edge/text_codec.hpp"
#include "protocol/websocket/deflate.hpp"
#include "runtime/loop.hpp"

namespace switchboard::gateway {

class Connection;

class Edge {
 public:
  // All must outlive the edge.
  Edge(runtime::Loop& shard_loop, Log& log_lines, SessionObserver& session_observer)
      : loop(shard_loop), log(log_lines), observer(session_observer) {}
  Edge(Edge const&) = delete;

  static constexpr std::size_t receive_bytes = 64 * 1024;

  // An empty string with room in it; give it back when it is empty again.
  [[nodiscard]] std::unique_ptr<std::string> take_buffer();
  void give_back(std::unique_ptr<std::string> buffer);

  // `Date` for HTTP, renewed once a second.
  [[nodiscard]] std::string_view http_date();

  runtime::Loop& loop;
  Log& log;
  SessionObserver& observer;
  std::array<char, 2 * receive_bytes> received;  // what was left over, then what came
  websocket::Inflater inflater;
  websocket::TextCodecs codecs;
  std::vector<Connection*> connections;

 private:
  std::vector<std::unique_ptr<std::string>> buffers_;
  std::string date_;
  std::int64_t date_second_ = -1;
};

}  // namespace switchboard::gateway
