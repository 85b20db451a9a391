#include "runtime/shards.hpp"

#include <pthread.h>

#include <future>

namespace switchboard::runtime {

Shards::Shards(Clock const& clock, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) loops_.push_back(std::make_unique<Loop>(clock, i));
}

Shards::~Shards() { stop(); }

void Shards::start() {
  for (auto& loop : loops_) {
    threads_.emplace_back([&loop] {
      auto name = "shard-" + std::to_string(loop->index());
      pthread_setname_np(pthread_self(), name.c_str());
      loop->run();
    });
  }
}

void Shards::stop() {
  if (threads_.empty()) return;
  for (auto& loop : loops_) loop->stop();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void run_and_wait(Loop& target, Job work) {
  std::promise<void> done;
  target.post([&] {
    work();
    done.set_value();
  });
  done.get_future().wait();
}

void sleep_thread(Duration duration) { std::this_thread::sleep_for(duration); }

}  // namespace switchboard::runtime
