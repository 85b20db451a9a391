#include "gateway/engineio/web_socket_transport.hpp"

#include <utility>

#include "gateway/engineio/server.hpp"

namespace switchboard::engineio {

WebSocketTransport::WebSocketTransport(Server& server, std::shared_ptr<Application> application)
    : websocket::Session(server.socket_options(), server.edge(), std::nullopt),
      server_(server),
      wish_(std::make_unique<Wish>(std::move(application), std::string())) {}

WebSocketTransport::WebSocketTransport(Server& server, std::string sid)
    : websocket::Session(server.socket_options(), server.edge(), std::nullopt),
      server_(server),
      wish_(std::make_unique<Wish>(nullptr, std::move(sid))) {}

void WebSocketTransport::on_start() {
  if (auto application = std::move(wish_->application)) {
    wish_.reset();
    websocket::Session::on_start();
    session_ = &server_.open_session(std::move(application));
    return session_->start(this);
  }
  wish_->until = server_.loop().now() + server_.options().upgrade_timeout;
  websocket::Session::on_start();
  auto* session = server_.find(wish_->sid);
  if (session == nullptr || !session->may_upgrade()) end();
}

std::optional<Instant> WebSocketTransport::deadline() const {
  return wish_ ? std::optional(wish_->until) : std::nullopt;
}

void WebSocketTransport::on_text(std::string_view text) {
  if (wish_) return on_probe(text);
  if (session_ == nullptr) return;
  std::string scratch;
  auto packet = text.starts_with('b') ? decode_base64(text, scratch) : decode_text(text);
  if (packet) return session_->take(*packet);
  session_->leave("parse error");
}

// `2probe`, answered by `3probe`, says that the way is free; `5` that the client goes over.
void WebSocketTransport::on_probe(std::string_view text) {
  auto* session = server_.find(wish_->sid);
  if (session == nullptr || !session->open()) return end();
  if (!wish_->probed && text == "2probe" && session->may_upgrade()) {
    wish_->probed = true;
    send_packet(PacketType::pong, "probe");
    return session->begin_upgrade();
  }
  if (!wish_->probed || text != "5") return end();
  wish_.reset();
  plan_timer();
  session_ = session;
  session->complete_upgrade(*this);
}

void WebSocketTransport::on_binary(std::string_view bytes) {
  if (session_ == nullptr) return end();
  session_->take({PacketType::message, bytes, true});
}

void WebSocketTransport::send_packet(PacketType type, std::string_view data) {
  auto& packet = server_.scratch();
  append_packet(packet, type, data);
  send_text(packet);
  check_bound();
}

void WebSocketTransport::send_message(std::string_view bytes) {
  websocket::Session::send_binary(bytes);
  check_bound();
}

void WebSocketTransport::check_bound() {
  if (connection_->queued_bytes() > options().unread_bytes_max)
    close(websocket::CloseCode::slow_consumer, "slow consumer");
}

void WebSocketTransport::end() {
  close(static_cast<websocket::CloseCode>(websocket::no_close_code), {});
}

void WebSocketTransport::on_end() {
  if (session_ != nullptr) return std::exchange(session_, nullptr)->end("transport close");
  if (!wish_ || !wish_->probed) return;
  if (auto* session = server_.find(wish_->sid)) session->abandon_upgrade();
}

void WebSocketTransport::each_subscription(void (*visit)(delivery::Subscription&)) {
  if (session_ != nullptr) session_->application().each_subscription(visit);
}

}  // namespace switchboard::engineio
