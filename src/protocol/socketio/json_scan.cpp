#include "protocol/socketio/json_scan.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include "protocol/json/surrogates.hpp"
#include "protocol/socketio/event.hpp"

namespace switchboard::socketio {
namespace {

using boost::json::error_code;
using View = boost::json::string_view;

enum class Member : std::uint8_t { other, mark, number };
enum class Number : std::uint8_t { absent, fits, misfit };

// Hears what the parser tells, and remembers of each object under way only what makes it a
// placeholder. Of a member that comes twice the last counts, as in JavaScript.
class Listener {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  explicit Listener(std::uint32_t attachments) : attachments_(attachments) {}
  [[nodiscard]] bool placeholders_fit() const { return fit_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return open(); }
  bool on_object_end(std::size_t, error_code&) {
    if (levels_[depth_].marked && levels_[depth_].number != Number::fits) fit_ = false;
    return close();
  }
  bool on_array_begin(error_code&) { return open(); }
  bool on_array_end(std::size_t, error_code&) { return close(); }

  bool on_key_part(View part, std::size_t, error_code&) { return hold(part); }
  bool on_key(View rest, std::size_t, error_code&) {
    hold(rest);
    std::string_view const key(key_.data(), std::min(key_size_, key_.size()));
    member_ = Member::other;
    if (key == "_placeholder") member_ = Member::mark;
    if (key == "num") member_ = Member::number;
    key_size_ = 0;
    return true;
  }

  bool on_string_part(View, std::size_t, error_code&) { return true; }
  bool on_string(View, std::size_t, error_code&) { return value(); }
  bool on_number_part(View, error_code&) { return true; }
  bool on_int64(std::int64_t number, View, error_code&) {
    return value(false, number >= 0 && number < std::int64_t{attachments_});
  }
  bool on_uint64(std::uint64_t, View, error_code&) { return value(); }
  bool on_double(double number, View, error_code&) {
    return value(false, number >= 0 && number < attachments_ && std::trunc(number) == number);
  }
  bool on_bool(bool truth, error_code&) { return value(truth); }
  bool on_null(error_code&) { return value(); }
  bool on_comment_part(View, error_code&) { return true; }
  bool on_comment(View, error_code&) { return true; }

 private:
  struct Level {
    bool marked = false;
    Number number = Number::absent;
  };

  bool open() {
    value();
    levels_[++depth_] = {};  // the parser goes no deeper than depth_max
    return true;
  }
  bool close() {
    --depth_;
    return true;
  }
  // A value of the member that was named last; `is_true` and `fits` say what is told of it.
  bool value(bool is_true = false, bool fits = false) {
    auto& level = levels_[depth_];
    if (member_ == Member::mark) level.marked = is_true;
    if (member_ == Member::number) level.number = fits ? Number::fits : Number::misfit;
    member_ = Member::other;
    return true;
  }
  // Keeps the front of a key, enough to tell it from the two that matter.
  bool hold(View part) {
    for (std::size_t i = 0; i < part.size() && key_size_ < key_.size(); ++i)
      key_[key_size_++] = part[i];
    return true;
  }

  std::uint32_t attachments_;
  std::array<char, 16> key_{};
  std::size_t key_size_ = 0;
  Member member_ = Member::other;
  std::size_t depth_ = 0;
  std::array<Level, depth_max + 1> levels_{};
  bool fit_ = true;
};

}  // namespace

Scan scan(std::string_view text, std::uint32_t attachments) {
  auto const mended = json::with_lone_surrogates_replaced(text);
  if (mended) text = *mended;
  boost::json::parse_options options;
  options.max_depth = depth_max;
  boost::json::basic_parser<Listener> parser(options, attachments);
  error_code error;
  auto const taken = parser.write_some(false, text.data(), text.size(), error);
  auto const valid = !error && taken == text.size();
  return {valid, valid && parser.handler().placeholders_fit()};
}

}  // namespace switchboard::socketio
