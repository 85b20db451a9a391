#pragma once
// The one place that quotes text for JSON (RFC 8259 section 7), used by the log and by every frame
// that we write.

#include <string>
#include <string_view>

namespace switchboard {

// Appends `text` in double quotes. `text` is valid UTF-8; control characters, quote and backslash
// are escaped.
void append_json_string(std::string& out, std::string_view text);

}  // namespace switchboard
