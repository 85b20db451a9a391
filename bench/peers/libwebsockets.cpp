// The peer libwebsockets with the paths of the fan-out harness: /room, /pub, /echo, and GET / with
// 200 bytes. Fan-out is written as its own examples write it: one shared ring of messages, a
// position for each subscriber, one message for each time a subscriber is writable.

#include <libwebsockets.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

constexpr std::size_t ring_size = 1'024;

enum class Role : std::uint8_t { none, subscriber, publisher, echo };

struct Session {  // zeroed by the library
  Role role;
  std::uint64_t position;               // of the next message to send
  std::vector<unsigned char>* partial;  // a message of which more is to come
};

using Message = std::vector<unsigned char>;  // LWS_PRE bytes of room, then the payload

std::array<Message, ring_size> ring;
std::uint64_t published = 0;
std::vector<lws*> room;
std::string const body = "[\"" + std::string(196, 'x') + "\"]";

void append(Message& message, void const* payload, std::size_t size) {
  auto const* const bytes = static_cast<unsigned char const*>(payload);
  message.insert(message.end(), bytes, bytes + size);
}

void write_text(lws* connection, Message& message) {
  lws_write(connection, message.data() + LWS_PRE, message.size() - LWS_PRE, LWS_WRITE_TEXT);
}

void admit(lws* connection, Session& session) {
  std::array<char, 64> path{};
  lws_hdr_copy(connection, path.data(), path.size(), WSI_TOKEN_GET_URI);
  std::string_view const asked = path.data();
  session.position = published;
  session.partial = new Message(LWS_PRE);
  session.role = asked == "/room"  ? Role::subscriber
                 : asked == "/pub" ? Role::publisher
                                   : Role::echo;
  if (session.role == Role::subscriber) room.push_back(connection);
}

void receive(lws* connection, Session& session, void const* payload, std::size_t size) {
  append(*session.partial, payload, size);
  if (lws_is_final_fragment(connection) == 0 || lws_remaining_packet_payload(connection) != 0) {
    return;
  }
  auto message = std::exchange(*session.partial, Message(LWS_PRE));
  if (session.role == Role::echo) return write_text(connection, message);
  ring[published++ % ring_size] = std::move(message);
  for (auto* subscriber : room) lws_callback_on_writable(subscriber);
}

void flush(lws* connection, Session& session) {
  if (session.role != Role::subscriber || session.position == published) return;
  write_text(connection, ring[session.position++ % ring_size]);
  if (session.position < published) lws_callback_on_writable(connection);
}

void leave(lws* connection, Session& session) {
  std::erase(room, connection);
  delete std::exchange(session.partial, nullptr);
}

int answer(lws* connection) {
  std::array<unsigned char, LWS_PRE + 1'024> head{};
  auto* const start = head.data() + LWS_PRE;
  auto* at = start;
  auto* const end = head.data() + head.size() - 1;
  if (lws_add_http_common_headers(connection, HTTP_STATUS_OK, "application/json", body.size(), &at,
                                  end) != 0 ||
      lws_finalize_write_http_header(connection, start, &at, end) != 0) {
    return 1;
  }
  Message message(LWS_PRE);
  append(message, body.data(), body.size());
  lws_write(connection, message.data() + LWS_PRE, body.size(), LWS_WRITE_HTTP_FINAL);
  return lws_http_transaction_completed(connection) != 0 ? -1 : 0;
}

int on_event(lws* connection, lws_callback_reasons reason, void* user, void* in, std::size_t size) {
  auto* const session = static_cast<Session*>(user);
  switch (reason) {
    case LWS_CALLBACK_HTTP: return answer(connection);
    case LWS_CALLBACK_ESTABLISHED: admit(connection, *session); return 0;
    case LWS_CALLBACK_RECEIVE: receive(connection, *session, in, size); return 0;
    case LWS_CALLBACK_SERVER_WRITEABLE: flush(connection, *session); return 0;
    case LWS_CALLBACK_CLOSED: leave(connection, *session); return 0;
    default: return lws_callback_http_dummy(connection, reason, user, in, size);
  }
}

std::array<lws_protocols, 2> const protocols{
    lws_protocols{"bench", on_event, sizeof(Session), 65'536, 0, nullptr, 0},
    lws_protocols{nullptr, nullptr, 0, 0, 0, nullptr, 0}};
std::array<lws_extension, 2> const extensions{
    lws_extension{"permessage-deflate", lws_extension_callback_pm_deflate,
                  "permessage-deflate; client_no_context_takeover; server_no_context_takeover"},
    lws_extension{nullptr, nullptr, nullptr}};

lws_context* start(std::uint64_t event_loop) {
  lws_context_creation_info wanted{};
  auto const* port = std::getenv("PORT");
  wanted.port = port == nullptr ? 8080 : std::atoi(port);
  wanted.iface = "127.0.0.1";
  wanted.protocols = protocols.data();
  wanted.extensions = extensions.data();
  wanted.options = event_loop;
  wanted.keepalive_timeout = 60;
  wanted.pt_serv_buf_size = 65'536;
  if (std::getenv("ENABLE_HTTPS") != nullptr) {
    wanted.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
    wanted.ssl_cert_filepath = std::getenv("SSL_CERT_PATH");
    wanted.ssl_private_key_filepath = std::getenv("SSL_KEY_PATH");
  }
  return lws_create_context(&wanted);
}

}  // namespace

int main() {
  lws_set_log_level(LLL_ERR, nullptr);
  auto* server = start(LWS_SERVER_OPTION_LIBUV);
  if (server == nullptr) server = start(0);  // poll(2)
  if (server == nullptr) return 1;
  auto* const vhost = lws_get_vhost_by_name(server, "default");
  std::printf("listening http://127.0.0.1:%d\n", lws_get_vhost_listen_port(vhost));
  std::fflush(stdout);
  while (lws_service(server, 0) >= 0) {
  }
  lws_context_destroy(server);
  return 0;
}
