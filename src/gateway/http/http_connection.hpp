#pragma once
// HTTP/1.1 over one connection: one request at a time is handled, those behind it wait in the bytes
// (pipelining). Every phase has a deadline: a head, a body, the wait for the next request.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gateway/edge/connection.hpp"
#include "gateway/http/request.hpp"
#include "protocol/http/body_decoder.hpp"
#include "protocol/http/head_parser.hpp"
#include "protocol/websocket/handshake.hpp"

namespace switchboard::http {

// Answers requests; never fails. The request stays alive until the task has ended.
class RequestHandler {
 public:
  virtual ~RequestHandler() = default;
  virtual Task<Response> handle(Request& request) = 0;
};

// Opens WebSockets on some paths.
class UpgradeDoor {
 public:
  struct Opened {
    std::unique_ptr<gateway::Protocol> protocol;
    gateway::Edge* home = nullptr;    // where it goes on; null: here
    websocket::ExtraHeaders headers;  // of the 101 answer
    std::optional<Response> refusal;  // instead of all that
  };

  virtual ~UpgradeDoor() = default;
  [[nodiscard]] virtual bool serves(std::string_view path) const = 0;
  [[nodiscard]] virtual bool deflate_allowed() const { return true; }
  // Answers what asks for no WebSocket on these paths; null: nobody does.
  [[nodiscard]] virtual RequestHandler* without_upgrade() { return nullptr; }
  // A failure is answered as an HTTP error instead of 101.
  virtual Task<Result<Opened>> open(Request& request, websocket::Handshake const& handshake) = 0;
};

struct ConnectionOptions {
  HeadLimits head;
  std::size_t body_bytes_max = 2 * 1024 * 1024;
  Duration head_time =
      std::chrono::seconds(10);  // from its first byte, or from the connection's start
  Duration body_time = std::chrono::seconds(30);
  Duration idle_time = std::chrono::seconds(75);
};

// A request and what is known of its answer.
struct Exchange {
  Request request;
  websocket::Handshake handshake;
};

// What all HTTP connections of one listener on one shard share. All must outlive them.
struct Door {
  RequestHandler& handler;
  std::vector<UpgradeDoor*> upgrades;
  ConnectionOptions options;
  // Fills peer, secure and id from what the connection and its proxies say.
  std::function<void(Request&, gateway::Connection const&)> identify;
  // What a refusal looks like that no handler made.
  std::function<Response(Error const&, Request const&)> refuse;
  // Exchanges that wait for their next use: a connection between two requests holds none.
  std::vector<std::unique_ptr<Exchange>> spare = {};
};

class HttpConnection final : public gateway::Protocol {
 public:
  explicit HttpConnection(Door& door);

  void on_start() override;
  std::size_t on_bytes(std::span<char> bytes) override;
  void on_timer() override;
  void on_drained() override;
  void on_peer_ended() override;
  void on_closed() override;
  void on_going_away(Duration retry_after) override;

 private:
  enum class Phase : std::uint8_t { head, body, handling, closing };

  std::size_t take_head(std::span<char> bytes);
  std::size_t take_body(std::span<char> bytes);
  void begin_body();
  void handle();
  void handle_with(RequestHandler& handler);
  void upgrade(UpgradeDoor& door);
  [[nodiscard]] UpgradeDoor* upgrade_door() const;
  void on_opened(Result<UpgradeDoor::Opened> opened);
  void answer(Response const& response);
  void answer_failed(std::exception_ptr const& thrown);
  void refuse_bytes(int status);
  void take_exchange();
  void next_request();

  Door& door_;
  HeadParser parser_;
  BodyDecoder body_;
  std::unique_ptr<Exchange> exchange_;  // none between two requests
  Phase phase_ = Phase::head;
  bool timing_head_ = false;
  bool going_away_ = false;
};

}  // namespace switchboard::http
