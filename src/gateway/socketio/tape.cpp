#include "gateway/socketio/tape.hpp"

#include <algorithm>

namespace switchboard::socketio {
namespace {

std::size_t size_of(Tape::Item const& item) {
  auto bytes = sizeof(Tape::Item) + item.array.size();
  for (auto const& attachment : item.attachments) bytes += attachment.size();
  return bytes;
}

}  // namespace

std::uint64_t Tape::record(std::string_view array, std::span<std::string const> attachments,
                           std::optional<std::uint64_t> ack, Instant now, bool attached) {
  items_.push_back(
      {++last_, now, ack, std::string(array), {attachments.begin(), attachments.end()}});
  count(static_cast<std::ptrdiff_t>(size_of(items_.back())));
  while (too_long()) drop_oldest();
  while (attached && !items_.empty() && items_.front().at + limits_.age_max < now) drop_oldest();
  return last_;
}

bool Tape::too_long() const {
  if (items_.empty()) return false;
  return items_.size() > limits_.items_max || bytes_ > limits_.bytes_max ||
         all_bytes_ > limits_.all_bytes_max;
}

void Tape::count(std::ptrdiff_t bytes) {
  bytes_ += static_cast<std::size_t>(bytes);
  all_bytes_ += static_cast<std::size_t>(bytes);
}

void Tape::drop_oldest() {
  dropped_ = items_.front().number;
  count(-static_cast<std::ptrdiff_t>(size_of(items_.front())));
  items_.pop_front();
}

void Tape::forget(std::uint64_t ack) {
  auto found = std::ranges::find(items_, std::optional(ack), &Item::ack);
  if (found == items_.end()) return;
  count(-static_cast<std::ptrdiff_t>(size_of(*found)));
  items_.erase(found);
}

std::string with_offset(std::string_view array, std::uint64_t number) {
  array.remove_suffix(1);
  return std::string(array).append(",\"").append(std::to_string(number)).append("\"]");
}

}  // namespace switchboard::socketio
