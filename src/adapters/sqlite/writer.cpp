#include "adapters/sqlite/writer.hpp"

#include <algorithm>

namespace switchboard::sqlite {
namespace {

constexpr std::string_view begin_batch = "BEGIN IMMEDIATE";
constexpr std::string_view end_batch = "COMMIT";

// At most one drain runs and one waits: only the first job after a drain has taken all asks again.
constexpr std::size_t drains_max = 4;

}  // namespace

Writer::Writer(Connection& connection, Clock const& clock, ports::StoreObserver* observer,
               Options options)
    : clock_(clock),
      observer_(observer),
      options_(options),
      batch_{connection},
      thread_({.name = "store-write",
               .threads = options.thread ? 1U : 0U,
               .queue_max = drains_max,
               .niceness = 0}) {}

Error Writer::busy() {
  return {Errc::unavailable, "The server is busy, try again soon", "busy", std::chrono::seconds(1)};
}

bool Writer::Commit::await_suspend(std::coroutine_handle<> waiting) {
  job_.home_ = runtime::Loop::current();
  expects(job_.home_ != nullptr, "a coroutine on a loop");
  job_.waiting_ = waiting;
  // Once it is queued, this frame belongs to whoever resumes it.
  accepted_ = true;
  if (writer_.enqueue(job_)) return true;
  accepted_ = false;
  return false;
}

bool Writer::enqueue(WriteJob& job) {
  if (waiting_.fetch_add(1, std::memory_order_relaxed) >= options_.queue_max) {
    waiting_.fetch_sub(1, std::memory_order_relaxed);
    return false;
  }
  auto* older = newest_.load(std::memory_order_relaxed);
  do {
    job.older_ = older;
  } while (!newest_.compare_exchange_weak(older, &job, std::memory_order_release,
                                          std::memory_order_relaxed));
  if (older != nullptr) return true;
  auto woken = thread_.submit([this] { drain(); });
  expects(woken, "room for a drain");
  return true;
}

void Writer::drain() {
  taken_.clear();
  for (auto* job = newest_.exchange(nullptr, std::memory_order_acquire); job != nullptr;
       job = job->older_)
    taken_.push_back(job);
  std::ranges::reverse(taken_);
  auto left = Jobs(taken_);
  while (!left.empty()) {
    auto batch = left.first(std::min(left.size(), options_.batch_max));
    left = left.subspan(batch.size());
    write(batch);
  }
}

// A job that throws is our own bug: it takes nobody along. The batch is undone and its jobs are
// written one by one, so that only the broken one fails.
void Writer::write(Jobs jobs) {
  auto started = clock_.now();
  std::optional<Failure> failure;
  std::exception_ptr thrown;
  try {
    failure = transact(jobs);
  } catch (...) {
    thrown = std::current_exception();
    roll_back();
  }
  if (thrown && jobs.size() > 1) {
    for (auto* job : jobs) write(std::array<WriteJob*, 1>{job});
    return;
  }
  if (thrown) jobs.front()->on_thrown(thrown);
  if (failure) std::ranges::for_each(jobs, &WriteJob::on_failed);
  if (!thrown && !failure) std::ranges::for_each(jobs, &WriteJob::on_committed);
  if (!thrown) note(failure);
  count(jobs, clock_.now() - started);
  resume(jobs);
}

std::optional<Failure> Writer::transact(Jobs jobs) {
  auto& connection = batch_.connection;
  connection.change(begin_batch);
  for (auto* job : jobs) {
    if (connection.failed()) break;
    job->apply(batch_);
  }
  batch_.heads.write(connection);
  batch_.own_marks.write(connection);
  connection.change(end_batch);
  auto failure = connection.take_failure();
  if (failure) {
    roll_back();
    return failure;
  }
  batch_.heads.committed();
  batch_.removed.committed();
  return std::nullopt;
}

void Writer::roll_back() {
  batch_.connection.undo();
  static_cast<void>(batch_.connection.take_failure());
  batch_.heads.rolled_back();
  batch_.own_marks.forget();
  batch_.removed.rolled_back();
}

void Writer::note(std::optional<Failure> const& failure) {
  if (observer_ == nullptr || failing_ == failure.has_value()) return;
  failing_ = failure.has_value();
  if (failing_)
    observer_->on_unavailable(failure->what);
  else
    observer_->on_available();
}

void Writer::count(Jobs jobs, Duration took) {
  if (observer_ == nullptr) return;
  std::size_t counts[ports::store_operations][ports::store_tables] = {};
  for (auto const* job : jobs)
    ++counts[static_cast<std::size_t>(job->query_.operation)]
            [static_cast<std::size_t>(job->query_.table)];
  for (std::size_t operation = 0; operation < ports::store_operations; ++operation)
    for (std::size_t table = 0; table < ports::store_tables; ++table)
      if (auto number = counts[operation][table]; number > 0)
        observer_->on_queries(
            {static_cast<ports::StoreOperation>(operation), static_cast<ports::StoreTable>(table)},
            number, took);
}

// One post for each loop and batch. A frame may be gone as soon as its handle is posted, so all
// that is needed of the jobs is read before the first post.
void Writer::resume(Jobs jobs) {
  struct Home {
    runtime::Loop* loop;
    std::vector<std::coroutine_handle<>> waiting;
  };
  std::vector<Home> homes;
  for (auto* job : jobs) {
    auto home = std::ranges::find(homes, job->home_, &Home::loop);
    if (home == homes.end()) home = homes.insert(homes.end(), Home{job->home_, {}});
    home->waiting.push_back(job->waiting_);
  }
  waiting_.fetch_sub(jobs.size(), std::memory_order_relaxed);
  for (auto& [loop, waiting] : homes)
    loop->post([handles = std::move(waiting)] {
      for (auto handle : handles) handle.resume();
    });
}

}  // namespace switchboard::sqlite
