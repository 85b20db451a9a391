#include "load/asker.hpp"

#include <random>
#include <stdexcept>

#include "load/client.hpp"
#include "load/http_answer.hpp"

namespace switchboard::load {
namespace {

class EchoAsker : public Asker {
 public:
  EchoAsker(Options const& options, std::size_t index)
      : options_(options),
        client_(options, "/echo", index),
        question_(message_frame(options, "/echo")) {}

  Socket& socket() override { return client_.socket(); }
  std::string question() override { return question_; }

  void take(std::string_view bytes, std::vector<int>& statuses) override {
    client_.reader().feed(bytes, [&](Frame const& frame) {
      if (is_message(client_, options_, frame)) statuses.push_back(200);
    });
  }

 private:
  Options options_;
  Client client_;
  std::string question_;
};

class HttpAsker : public Asker {
 public:
  HttpAsker(Options const& options, std::size_t index, std::string question)
      : socket_({options.host, options.port, options.tls}, index), question_(std::move(question)) {}

  Socket& socket() override { return socket_; }
  std::string question() override { return question_; }

  void take(std::string_view bytes, std::vector<int>& statuses) override {
    reader_.feed(bytes, [&](Answer const& answer) { statuses.push_back(answer.status); });
  }

 private:
  Socket socket_;
  AnswerReader reader_;
  std::string question_;
};

class ChatAsker : public Asker {
 public:
  ChatAsker(Options const& options, std::size_t index)
      : client_(options, "/api/chat/ws?token=" + options.token, index),
        room_("bench-" + std::to_string(index % static_cast<std::size_t>(options.rooms))),
        content_(static_cast<std::size_t>(options.payload_bytes), 'm'),
        names_("b" + std::to_string(std::random_device{}()) + "-" + std::to_string(index) + "-") {
    client_.await_frame([](auto text) { return text.contains("\"authenticated\""); });
    client_.send_text(R"({"type":"connect","user_id":")" + options.user + R"(","room_id":")" +
                      room_ + R"(","since_seq":0})");
    client_.await_frame([](auto text) { return text.contains("\"connected\""); });
  }

  Socket& socket() override { return client_.socket(); }

  std::string question() override {
    return client_frame(Opcode::text, R"({"type":"message","room_id":")" + room_ +
                                          R"(","content":")" + content_ + R"(","client_msg_id":")" +
                                          names_ + std::to_string(++asked_) + "\"}");
  }

  void take(std::string_view bytes, std::vector<int>& statuses) override {
    client_.reader().feed(bytes, [&](Frame const& frame) {
      if (frame.opcode == Opcode::close) throw std::runtime_error("the server closed a session");
      if (frame.opcode == Opcode::ping) {
        client_.socket().send(client_frame(Opcode::pong, frame.payload));
      }
      if (frame.opcode != Opcode::text) return;
      if (frame.payload.contains("\"error\"")) throw std::runtime_error(std::string(frame.payload));
      if (frame.payload.contains("\"type\":\"sent\"")) statuses.push_back(200);
    });
  }

 private:
  Client client_;
  std::string room_;
  std::string content_;
  std::string names_;
  std::int64_t asked_ = 0;
};

std::string host_line(Options const& options) {
  return " HTTP/1.1\r\nHost: " + options.host + ":" + std::to_string(options.port) + "\r\n";
}

}  // namespace

AskerPtr make_echo_asker(Options const& options, std::size_t index) {
  return std::make_unique<EchoAsker>(options, index);
}

AskerPtr make_http_asker(Options const& options, std::size_t index) {
  auto request = "GET " + options.path + host_line(options);
  if (!options.token.empty()) request += "Authorization: Bearer " + options.token + "\r\n";
  return std::make_unique<HttpAsker>(options, index, request + "\r\n");
}

AskerPtr make_login_asker(Options const& options, std::size_t index) {
  auto request = "POST /api/auth/login" + host_line(options) +
                 "Content-Type: application/json\r\nContent-Length: " +
                 std::to_string(options.credentials.size()) + "\r\n\r\n" + options.credentials;
  return std::make_unique<HttpAsker>(options, index, std::move(request));
}

AskerPtr make_chat_asker(Options const& options, std::size_t index) {
  return std::make_unique<ChatAsker>(options, index);
}

}  // namespace switchboard::load
