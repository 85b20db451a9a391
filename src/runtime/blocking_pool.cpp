#include "runtime/blocking_pool.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace switchboard::runtime {

BlockingPool::BlockingPool(Options options) : options_(std::move(options)) {
  for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this, i] { serve(i); });
}

BlockingPool::~BlockingPool() {
  {
    std::lock_guard lock(lock_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
  pump();
}

bool BlockingPool::submit(Job job) {
  {
    std::lock_guard lock(lock_);
    if (queue_.size() >= options_.queue_max) return false;
    queue_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

bool BlockingPool::pump() {
  std::deque<Job> jobs;
  {
    std::lock_guard lock(lock_);
    jobs.swap(queue_);
  }
  for (auto& job : jobs) job();
  return !jobs.empty();
}

std::size_t BlockingPool::queued() const {
  std::lock_guard lock(lock_);
  return queue_.size();
}

void BlockingPool::serve(std::size_t number) {
  auto name = options_.name.substr(0, 12) + '-' + std::to_string(number);
  pthread_setname_np(pthread_self(), name.c_str());
  // On Linux a nice value is a thread's own.
  if (options_.niceness > 0) setpriority(PRIO_PROCESS, 0, options_.niceness);
  std::unique_lock lock(lock_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    auto job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

}  // namespace switchboard::runtime
