#include "gateway/socketio/questions.hpp"

#include <iterator>
#include <utility>

namespace switchboard::socketio {
namespace {

std::size_t size_of(Message const& answer) {
  auto bytes = sizeof(Answers::Answer) + answer.packet.data.size();
  for (auto const& attachment : answer.attachments) bytes += attachment.size();
  return bytes;
}

}  // namespace

void Answers::add(Answers other) {
  asked += other.asked;
  answered += other.answered;
  given.insert(given.end(), std::make_move_iterator(other.given.begin()),
               std::make_move_iterator(other.given.end()));
}

struct Questions::Question {
  Question(Questions& of, std::uint64_t its_number, std::shared_ptr<Reply> to)
      : questions(of),
        number(its_number),
        reply(std::move(to)),
        late(
            of.loop_.timers(),
            [](void* self) {
              auto& question = *static_cast<Question*>(self);
              question.questions.close(question.number);
            },
            this) {}

  Questions& questions;
  std::uint64_t number;
  std::unordered_set<SessionId> awaited;
  Answers answers;
  std::size_t bytes = 0;
  std::shared_ptr<Reply> reply;
  runtime::Timer late;
};

Questions::Questions(runtime::Loop& loop) : loop_(loop) {}

Questions::~Questions() = default;

void Questions::open(std::uint64_t number, std::unordered_set<SessionId> asked, Duration patience,
                     std::shared_ptr<Reply> reply) {
  if (asked.empty() || open_.size() >= open_max) return Reply::give(std::move(reply), {});
  auto question = std::make_unique<Question>(*this, number, std::move(reply));
  question->answers.asked = asked.size();
  question->awaited = std::move(asked);
  question->late.arm(loop_.now() + patience);
  open_.insert_or_assign(number, std::move(question));
}

void Questions::take(std::uint64_t number, SessionId session, Message const& answer) {
  auto found = open_.find(number);
  if (found == open_.end()) return;  // it came too late, or was never asked for
  auto& question = *found->second;
  if (question.awaited.erase(session) == 0) return;
  ++question.answers.answered;
  question.bytes += size_of(answer);
  if (question.bytes <= bytes_max)
    question.answers.given.push_back({std::string(answer.packet.data), answer.attachments});
  if (question.awaited.empty()) close(number);
}

void Questions::forget(SessionId session) {
  std::vector<std::uint64_t> done;
  for (auto const& [number, question] : open_)
    if (question->awaited.erase(session) > 0 && question->awaited.empty()) done.push_back(number);
  for (auto number : done) close(number);
}

void Questions::close(std::uint64_t number) {
  auto closed = open_.extract(number);
  auto& question = *closed.mapped();
  Reply::give(std::move(question.reply), std::move(question.answers));
}

}  // namespace switchboard::socketio
