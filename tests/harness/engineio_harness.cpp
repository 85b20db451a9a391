// Engine.IO at /engine.io/: echoes every message, text as text and binary as binary.

#include "support/engineio_rig.hpp"
#include "support/harness_server.hpp"

using namespace switchboard;
using namespace std::chrono_literals;

namespace {

class Echo final : public engineio::Application {
 public:
  void on_start(engineio::Session& session) override { session_ = &session; }
  void on_text(std::string_view message) override { session_->send_text(message); }
  void on_binary(std::string_view message) override { session_->send_binary(message); }
  void on_end(std::string_view /*reason*/) override {}

 private:
  engineio::Session* session_ = nullptr;
};

struct EchoHost final : engineio::Host {
  std::shared_ptr<engineio::Application> make(http::Request const& /*request*/) override {
    return std::make_shared<Echo>();
  }
};

}  // namespace

int main() {
  engineio::Options const options{
      .path = "/engine.io/", .ping_interval = 300ms, .ping_timeout = 200ms};
  EchoHost host;
  harness::run_engineio(options, host);
}
