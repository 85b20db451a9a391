#include "gateway/http/http_connection.hpp"

#include <algorithm>
#include <utility>

#include "base/random.hpp"
#include "gateway/http/error_table.hpp"
#include "protocol/http/response_writer.hpp"
#include "protocol/http/syntax.hpp"

namespace switchboard::http {

namespace {

constexpr std::size_t spare_max = 64;
constexpr std::size_t spare_body_bytes_max = 4096;
constexpr std::size_t answers_bytes_max = 256 * 1024;  // unread, before requests have to wait
constexpr std::size_t request_id_bytes = 8;

// The head's views move with its bytes.
void keep_head(Request& request, std::string_view bytes) {
  request.head_bytes.assign(bytes);
  auto moved = [&](std::string_view view) {
    if (view.empty()) return std::string_view();
    auto offset = static_cast<std::size_t>(view.data() - bytes.data());
    return std::string_view(request.head_bytes).substr(offset, view.size());
  };
  auto& head = request.head;
  head.method_name = moved(head.method_name);
  head.path = moved(head.path);
  head.query = moved(head.query);
  for (std::size_t i = 0; i < head.header_count; ++i) {
    auto& header = head.header_store[i];
    header = {moved(header.name), moved(header.value)};
  }
}

// `content_too_large` for 413: the phrase as a word for machines.
std::string code_word(int status) {
  std::string word(reason_phrase(status));
  for (auto& c : word) c = c == ' ' ? '_' : lower(c);
  return word;
}

void identify_exchange(Request& request) {
  if (request.id.empty()) request.id = random_hex(request_id_bytes);
}

}  // namespace

HttpConnection::HttpConnection(Door& door) : door_(door), parser_(door.options.head) {}

void HttpConnection::on_start() { connection_->arm(door_.options.head_time); }

std::size_t HttpConnection::on_bytes(std::span<char> bytes) {
  switch (phase_) {
    case Phase::head: return take_head(bytes);
    case Phase::body: return take_body(bytes);
    case Phase::handling: return 0;
    case Phase::closing: return bytes.size();
  }
  std::unreachable();
}

void HttpConnection::take_exchange() {
  if (exchange_) return;
  if (door_.spare.empty()) {
    exchange_ = std::make_unique<Exchange>();
    return;
  }
  exchange_ = std::move(door_.spare.back());
  door_.spare.pop_back();
}

std::size_t HttpConnection::take_head(std::span<char> bytes) {
  take_exchange();
  std::string_view text(bytes.data(), bytes.size());
  auto outcome = parser_.parse(text, exchange_->request.head);
  if (outcome == HeadParser::Outcome::incomplete) {
    if (!std::exchange(timing_head_, true)) connection_->arm(door_.options.head_time);
    return 0;
  }
  if (outcome == HeadParser::Outcome::refused) {
    refuse_bytes(parser_.status());
    return bytes.size();
  }
  timing_head_ = false;
  auto taken = parser_.head_bytes();
  keep_head(exchange_->request, text.substr(0, taken));
  door_.identify(exchange_->request, *connection_);
  begin_body();
  return taken;
}

void HttpConnection::begin_body() {
  auto const& head = exchange_->request.head;
  auto has_body = head.chunked || head.content_length.value_or(0) > 0;
  if (!has_body) return handle();
  body_ = BodyDecoder(head, door_.options.body_bytes_max);
  std::size_t none = 0;
  if (body_.decode({}, none, exchange_->request.body) == BodyDecoder::Outcome::refused)
    return refuse_bytes(body_.status());
  if (head.expects_continue) connection_->send("HTTP/1.1 100 Continue\r\n\r\n");
  phase_ = Phase::body;
  connection_->arm(door_.options.body_time);
}

std::size_t HttpConnection::take_body(std::span<char> bytes) {
  std::size_t taken = 0;
  auto outcome = body_.decode({bytes.data(), bytes.size()}, taken, exchange_->request.body);
  if (outcome == BodyDecoder::Outcome::refused) {
    refuse_bytes(body_.status());
    return bytes.size();
  }
  if (outcome == BodyDecoder::Outcome::complete) handle();
  return taken;
}

UpgradeDoor* HttpConnection::upgrade_door() const {
  auto path = exchange_->request.head.path;
  for (auto* door : door_.upgrades)
    if (door->serves(path)) return door;
  return nullptr;
}

void HttpConnection::handle() {
  phase_ = Phase::handling;
  connection_->disarm();
  auto* door = upgrade_door();
  if (door == nullptr) return handle_with(door_.handler);
  auto* plain = door->without_upgrade();
  if (plain == nullptr || exchange_->request.head.upgrades) return upgrade(*door);
  identify_exchange(exchange_->request);
  handle_with(*plain);
}

void HttpConnection::handle_with(RequestHandler& handler) {
  start(
      handler.handle(exchange_->request),
      [this, hold = gateway::Connection::Hold(*connection_)](Response const& response) {
        answer(response);
      },
      [this](std::exception_ptr const& thrown) { answer_failed(thrown); });
  if (phase_ != Phase::handling) return;
  // Whoever waits long wants to know when there is nobody left to answer.
  if (exchange_->request.on_peer_gone)
    connection_->disarm();
  else
    connection_->pause_reading();
}

void HttpConnection::upgrade(UpgradeDoor& door) {
  auto& [request, handshake] = *exchange_;
  identify_exchange(request);
  handshake = websocket::check_handshake(request.head, door.deflate_allowed());
  if (handshake.refuse_status != 0) {
    auto response =
        error_response(handshake.refuse_status, "This path speaks WebSocket (RFC 6455, version 13)",
                       "not_a_websocket", request.id);
    if (response.status == 426)
      response.with("Upgrade", "websocket").with("Sec-WebSocket-Version", "13");
    return answer(response);
  }
  start(
      door.open(request, handshake),
      [this, hold = gateway::Connection::Hold(*connection_)](Result<UpgradeDoor::Opened> opened) {
        on_opened(std::move(opened));
      },
      [this](std::exception_ptr const& thrown) { answer_failed(thrown); });
  if (phase_ == Phase::handling) connection_->pause_reading();
}

void HttpConnection::on_opened(Result<UpgradeDoor::Opened> opened) {
  if (!connection_->open()) return;
  if (!opened) return answer(door_.refuse(opened.error(), exchange_->request));
  if (opened->refusal) return answer(*opened->refusal);
  phase_ = Phase::closing;
  auto& connection = *connection_;
  connection.send(websocket::handshake_answer(exchange_->handshake, {}, opened->headers));
  if (opened->home != nullptr && opened->home != &connection.edge())
    return connection.move_to(*opened->home, std::move(opened->protocol));
  connection.become(std::move(opened->protocol));
  connection.resume_reading();
}

void HttpConnection::answer(Response const& response) {
  if (!connection_->open()) return;
  auto const& head = exchange_->request.head;
  auto keep_alive = head.keep_alive && !going_away_;
  WriteOptions options{.date = connection_->edge().http_date(),
                       .keep_alive = keep_alive,
                       .http_1_0 = head.http_1_0,
                       .head_only = head.method == Method::head};
  write_response(connection_->out(), response, options);
  if (keep_alive) return next_request();
  phase_ = Phase::closing;
  connection_->close_after_sending();
}

void HttpConnection::answer_failed(std::exception_ptr const& thrown) {
  if (!connection_->open()) return;
  try {
    std::rethrow_exception(thrown);
  } catch (std::exception const& bug) {
    connection_->edge().log.error("http", "a request broke", {{"reason", bug.what()}});
  }
  answer(door_.refuse({Errc::internal, "Internal server error"}, exchange_->request));
}

// What was received is no request, so nothing behind it can be trusted to be one.
void HttpConnection::refuse_bytes(int status) {
  auto& request = exchange_->request;
  identify_exchange(request);
  // 413 comes from a body, behind a head that says whose error it is.
  auto too_large = [&] {
    Error error{Errc::too_large, std::string(reason_phrase(status)), "content_too_large"};
    return door_.refuse(error, request);
  };
  auto response =
      status == 413 ? too_large()
                    : error_response(status, reason_phrase(status), code_word(status), request.id);
  WriteOptions options{.date = connection_->edge().http_date(), .keep_alive = false};
  write_response(connection_->out(), response, options);
  phase_ = Phase::closing;
  connection_->close_after_sending();
}

void HttpConnection::next_request() {
  phase_ = Phase::head;
  auto& request = exchange_->request;
  request.id.clear();
  request.body.clear();
  request.parameters.clear();
  request.caller.reset();
  request.subject.reset();
  request.on_peer_gone = nullptr;
  if (door_.spare.size() < spare_max && request.body.capacity() <= spare_body_bytes_max)
    door_.spare.push_back(std::move(exchange_));
  exchange_.reset();
  connection_->arm(door_.options.idle_time);
  if (connection_->queued_bytes() <= answers_bytes_max) return connection_->resume_reading();
  connection_->pause_reading();
  connection_->block();
}

// Whoever pipelines has read its answers, and may ask on.
void HttpConnection::on_drained() {
  if (phase_ == Phase::head) connection_->resume_reading();
}

void HttpConnection::on_timer() {
  if (phase_ != Phase::body && !timing_head_) return connection_->close_after_sending();
  take_exchange();
  refuse_bytes(408);
}

void HttpConnection::on_closed() {
  if (phase_ != Phase::handling || !exchange_->request.on_peer_gone) return;
  std::exchange(exchange_->request.on_peer_gone, nullptr)();
}

void HttpConnection::on_peer_ended() {
  if (phase_ == Phase::handling && exchange_->request.on_peer_gone) return connection_->abort();
  // Whoever asked and shut its half may still read the answer.
  if (phase_ != Phase::handling) connection_->close_after_sending();
}

void HttpConnection::on_going_away(Duration /*retry_after*/) {
  going_away_ = true;
  if (phase_ == Phase::head && !timing_head_) connection_->close_after_sending();
}

}  // namespace switchboard::http
