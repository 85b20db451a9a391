#include "gateway/edge/edge.hpp"

#include "protocol/http/response_writer.hpp"

namespace switchboard::gateway {
namespace {

constexpr std::size_t buffers_kept_max = 64;
constexpr std::size_t buffer_bytes_kept_max = 64 * 1024;

}  // namespace

std::unique_ptr<std::string> Edge::take_buffer() {
  if (buffers_.empty()) return std::make_unique<std::string>();
  auto buffer = std::move(buffers_.back());
  buffers_.pop_back();
  return buffer;
}

void Edge::give_back(std::unique_ptr<std::string> buffer) {
  if (buffers_.size() >= buffers_kept_max || buffer->capacity() > buffer_bytes_kept_max) return;
  buffer->clear();
  buffers_.push_back(std::move(buffer));
}

std::string_view Edge::http_date() {
  auto now = loop.clock().timestamp().time_since_epoch();
  auto second = std::chrono::floor<std::chrono::seconds>(now).count();
  if (second != date_second_) {
    date_second_ = second;
    date_ = http::imf_fixdate(second);
  }
  return date_;
}

}  // namespace switchboard::gateway
