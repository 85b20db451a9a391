#pragma once
// Question and answer on many connections, `in_flight` questions outstanding on each, for as long
// as asked. The unit is the answer.

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "load/asker.hpp"
#include "load/measure.hpp"
#include "load/options.hpp"
#include "load/readiness.hpp"

namespace switchboard::load {

class Exchange {
 public:
  using MakeAsker = std::function<AskerPtr(Options const&, std::size_t)>;

  Exchange(Options const& options, MakeAsker const& make);
  void run_for(double seconds);
  void turn(int milliseconds);
  std::int64_t units() const { return answers_; }

 private:
  void ask(Asker& asker, std::size_t count);
  void receive(Asker& asker);

  Options options_;
  std::vector<AskerPtr> askers_;
  Readiness readiness_;
  std::array<char, 65'536> buffer_;
  std::vector<int> statuses_;
  std::int64_t outstanding_ = 0;
  std::int64_t answers_ = 0;
  bool asking_ = false;
};

}  // namespace switchboard::load
