#pragma once
// A protocol that tells what happened to it, and takes of its bytes what a test says.

#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "gateway/edge/connection.hpp"

namespace switchboard::tests {

using Story = std::vector<std::string>;

class ToldProtocol : public gateway::Protocol {
 public:
  using Take = std::function<std::size_t(std::string_view)>;

  // Everything must outlive the protocol. Without `take` all bytes are taken.
  explicit ToldProtocol(Story& story, Take take = {}) : story_(story), take_(std::move(take)) {}
  ~ToldProtocol() override { tell("destroyed"); }

  void on_start() override { tell("start"); }
  std::size_t on_bytes(std::span<char> bytes) override {
    std::string_view text(bytes.data(), bytes.size());
    auto taken = take_ ? take_(text) : text.size();
    if (taken > 0) tell("took " + std::string(text.substr(0, taken)));
    return taken;
  }
  void on_blocked() override { tell("blocked"); }
  void on_drained() override { tell("drained"); }
  void on_timer() override { tell("timer"); }
  void on_closed() override { tell("closed"); }
  void on_going_away(Duration /*retry_after*/) override { tell("going away"); }

 private:
  void tell(std::string what) { story_.push_back(std::move(what)); }

  Story& story_;
  Take take_;
};

// Takes whole lines.
inline std::size_t whole_lines(std::string_view text) {
  auto end = text.rfind('\n');
  return end == std::string_view::npos ? 0 : end + 1;
}

}  // namespace switchboard::tests
