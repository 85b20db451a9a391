#pragma once
// An event that everybody in a room is asked to answer (Socket.IO: a broadcast with
// acknowledgements), on one shard: who was asked, and what they have said so far.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/instant.hpp"
#include "model/publication.hpp"
#include "protocol/socketio/assembler.hpp"
#include "runtime/loop.hpp"
#include "runtime/reply.hpp"

namespace switchboard::socketio {

struct Answers {
  struct Answer {
    std::string array;  // the arguments, as JSON
    std::vector<std::string> attachments;
  };
  std::size_t asked = 0;      // clients
  std::size_t answered = 0;   // those of them who answered in time
  std::vector<Answer> given;  // what they said; beyond Questions::bytes_max they are only counted

  void add(Answers other);
};

class Questions {
 public:
  // A client keeps these apart from the questions to it alone, which begin at 0. Some clients count
  // no further than 2^31.
  static constexpr std::uint64_t first_number = 1U << 30U;
  static constexpr std::uint64_t last_number = (1U << 31U) - 1;
  static constexpr std::size_t open_max = 1000;        // of one shard; more are put to nobody
  static constexpr std::size_t bytes_max = 8U << 20U;  // of the answers to one, on one shard
  using Reply = runtime::Reply<Answers>;

  // `loop` must outlive it.
  explicit Questions(runtime::Loop& loop);
  Questions(Questions const&) = delete;
  ~Questions();

  // Replies when all have answered or left, or when `patience` is over.
  void open(std::uint64_t number, std::unordered_set<SessionId> asked, Duration patience,
            std::shared_ptr<Reply> reply);
  void take(std::uint64_t number, SessionId session, Message const& answer);
  // It will not answer any more.
  void forget(SessionId session);

 private:
  struct Question;
  void close(std::uint64_t number);

  runtime::Loop& loop_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Question>> open_;
};

}  // namespace switchboard::socketio
