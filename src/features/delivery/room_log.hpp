#pragma once
// The frames of one channel in one encoding, and who has seen how much of them. Those who keep up
// have no state of their own: they stand where the last flush ended. Whoever does not take a batch
// gets a cursor into the log, never a copy.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "features/delivery/codec.hpp"
#include "features/delivery/outlet.hpp"
#include "model/publication.hpp"
#include "runtime/batch_sender.hpp"

namespace switchboard::delivery {

class RoomLog;

// One session's place in one log. Leaves the log when destroyed. The log and the outlet must
// outlive it.
class Subscription {
 public:
  Subscription(std::shared_ptr<RoomLog> log, Outlet& outlet, SessionId session);
  ~Subscription();
  Subscription(Subscription const&) = delete;

  // From here on frames flow, those with a seq up to `seen` left out. False: while it was paused
  // more gathered than a session may owe, and some was dropped; the session must read it from the
  // store, then try again.
  [[nodiscard]] bool go_live(Seq seen);
  // The last seq that it has passed on, or left out as seen.
  [[nodiscard]] Seq last_seq() const;
  // The outlet is full: frames wait in the log.
  void hold();
  // The outlet is empty again: sends what waits. False: it is full once more.
  bool resume();

 private:
  friend class RoomLog;
  enum class State : std::uint8_t { paused, live, held, behind };

  std::shared_ptr<RoomLog> log_;
  Outlet& outlet_;
  SessionId session_;
  std::uint64_t cursor_ = 0;  // in the log's bytes; not used while live
  Seq seen_;
  std::uint32_t place_ = 0;  // in the one of the log's lists that it stands in
  State state_ = State::paused;
  bool secure_;
  bool overrun_ = false;
};

struct LogLimits {
  std::size_t unread_bytes_max = 1 << 20;
};

class RoomLog {
 public:
  // `codec` must outlive the log.
  RoomLog(Codec& codec, LogLimits limits) : codec_(codec), limits_(limits) {}
  RoomLog(RoomLog const&) = delete;

  void append(Publication const& publication);
  // Sends what was appended since the last flush; returns how many subscribers it went to.
  std::size_t flush(runtime::BatchSender& sender);

  void each_session(std::function<void(SessionId)> const& visit) const;

  [[nodiscard]] bool empty() const { return live_.empty() && secure_.empty() && waiting_.empty(); }
  // How many keep up and share a batch.
  [[nodiscard]] std::size_t live() const { return live_.size(); }
  [[nodiscard]] bool dirty() const { return flushed_ < end(); }
  [[nodiscard]] Codec& codec() const { return codec_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_.size(); }

 private:
  friend class Subscription;
  struct Mark {
    std::uint64_t end;  // where the frame ends
    Seq seq;
    SessionId except;
    bool fleeting;
  };

  [[nodiscard]] std::uint64_t end() const { return base_ + bytes_.size(); }
  [[nodiscard]] std::string_view range(std::uint64_t from, std::uint64_t to) const {
    return std::string_view(bytes_).substr(from - base_, to - from);
  }
  [[nodiscard]] std::uint64_t frame_end(std::uint64_t offset) const;
  [[nodiscard]] Seq seq_before(std::uint64_t offset) const;

  void join_live(Subscription& subscription);
  void leave_live(Subscription& subscription, std::uint64_t cursor, Subscription::State state);
  void join_waiting(Subscription& subscription, std::uint64_t cursor, Subscription::State state);
  void leave_waiting(Subscription& subscription);
  void remove(Subscription& subscription);

  void set_excepted_aside();
  void flush_live(runtime::BatchSender& sender, std::string_view batch);
  void flush_secure(std::string_view batch);
  void settle(Subscription& subscription, std::int64_t taken);
  void flush_waiting();
  bool catch_up(Subscription& subscription, std::uint64_t limit, bool late);
  bool write_range(Subscription& subscription, std::uint64_t from, std::uint64_t to);
  void check_bounds();
  void trim();
  void tell();

  Codec& codec_;
  LogLimits limits_;
  std::string bytes_;
  std::uint64_t base_ = 0;     // offset of bytes_[0]
  std::uint64_t flushed_ = 0;  // where those who keep up stand
  std::deque<Mark> marks_;
  Seq appended_seq_;  // the highest one
  Seq flushed_seq_;   // the highest one before flushed_
  Seq trimmed_seq_;   // the last one whose mark is gone

  // Those who keep up, side by side for the sender: the same index in each.
  std::vector<int> fds_;
  std::vector<std::uint64_t> sessions_;
  std::vector<Subscription*> live_;
  std::vector<Subscription*> secure_;  // those who keep up through TLS; not in live_
  std::vector<Subscription*> waiting_;
  std::vector<std::int32_t> taken_;
  std::vector<Subscription*> broken_;
  std::vector<Subscription*> slow_;
};

}  // namespace switchboard::delivery
