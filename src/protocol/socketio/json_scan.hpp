#pragma once
// One pass over the JSON of a packet, without a tree. Boost.JSON parses; this header does not
// include it.

#include <cstdint>
#include <string_view>

namespace switchboard::socketio {

struct Scan {
  bool valid = false;             // strict JSON in UTF-8, at most depth_max deep
  bool placeholders_fit = false;  // and every placeholder names one of the attachments
};

[[nodiscard]] Scan scan(std::string_view json, std::uint32_t attachments);

}  // namespace switchboard::socketio
