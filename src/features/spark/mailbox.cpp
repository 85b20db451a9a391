#include "features/spark/mailbox.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <tuple>
#include <utility>

namespace switchboard::spark {
namespace {

constexpr std::string_view prefix = "spark:";

std::int64_t number_of(Message const& message) {
  std::string_view name;
  if (message.client_message_id) name = *message.client_message_id;
  std::int64_t number = 0;
  if (name.starts_with(prefix)) {
    name.remove_prefix(prefix.size());
    auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc() && end == name.data() + name.size()) return number;
  }
  auto since = message.created_at.time_since_epoch();
  return std::chrono::floor<std::chrono::milliseconds>(since).count();
}

// The newest, in the order of time, and of one room in the order of its seqs.
void put_in_order(std::vector<Message>& messages) {
  std::ranges::sort(messages, {}, [](Message const& message) {
    return std::tuple(message.created_at, message.room, message.seq);
  });
  auto excess = std::ssize(messages) - mailbox_items_max;
  if (excess > 0) messages.erase(messages.begin(), messages.begin() + excess);
}

}  // namespace

std::string client_message_id_of(std::int64_t message_id) {
  return std::string(prefix) + std::to_string(message_id);
}

std::int64_t ItemIds::take(Message const& message) {
  auto id = number_of(message);
  while (!taken_.insert(id).second) ++id;
  return id;
}

Item item_of(Message const& message, ItemIds& ids) {
  auto since = message.created_at.time_since_epoch();
  return {.id = ids.take(message),
          .sender = message.sender,
          .message = message.content.value_or(""),
          .unix_seconds = std::chrono::floor<std::chrono::seconds>(since).count()};
}

Task<Result<Mailbox>> ReadMailbox::run(UserId owner) {
  auto listing = rooms_.list(owner);
  auto views = co_await listing;
  if (!views) co_return failure_of(std::move(views));
  Mailbox mailbox;
  for (auto const& view : *views) {
    if (view.room.kind != RoomKind::direct) continue;
    ports::HistoryQuery query{.room = view.room.id,
                              .limit = mailbox_a_room_max,
                              .before = Seq(view.room.head.seq.value() + 1),
                              .after = {}};
    auto reading = messages_.history(std::move(query));
    auto history = co_await reading;
    if (!history) co_return failure_of(std::move(history));
    mailbox.positions[view.room.id] = view.room.head.seq;
    for (auto& message : *history)
      if (message.content) mailbox.messages.push_back(std::move(message));
    if (std::ssize(mailbox.messages) > 2 * mailbox_items_max) put_in_order(mailbox.messages);
  }
  put_in_order(mailbox.messages);
  co_return mailbox;
}

}  // namespace switchboard::spark
