#pragma once
// Whether this node can do its work, tried end to end: what /readyz answers. One shard's own.

#include <coroutine>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "runtime/loop.hpp"

namespace switchboard::http {

class Readiness {
 public:
  // Tries one thing: something is stored, a publication comes back.
  using Probe = std::move_only_function<Task<Result<void>>()>;

  struct Check {
    std::string name;  // plain letters
    Probe probe;
    bool essential = true;  // false: without it the node is only degraded
  };

  struct Outcome {
    int status = 200;  // 503 when something essential is missing
    std::string body;  // {"status":"ready"|"degraded"|"unready","checks":{name:{"ok":…},…}}
  };

  // `loop` must outlive it, and so must what the probes use outlive the probes; nobody may be
  // waiting in ask() when it is destroyed.
  Readiness(runtime::Loop& loop, std::vector<Check> checks);
  ~Readiness();
  Readiness(Readiness const&) = delete;

  // Anyone may ask, so an answer is good for `fresh`, and of each probe only one is under way. One
  // that has not answered within `patience` has failed until it does.
  Task<Outcome> ask();

  static constexpr Duration fresh = std::chrono::seconds(1);
  static constexpr Duration patience = std::chrono::seconds(2);

 private:
  struct Attempt;
  struct Round;
  struct Settled;

  void begin();
  [[nodiscard]] bool settled() const;
  [[nodiscard]] Outcome outcome() const;

  runtime::Loop& loop_;
  std::vector<Check> checks_;
  std::shared_ptr<Round> round_;  // probes under way hold it too
  runtime::Timer patience_ends_;
};

}  // namespace switchboard::http
