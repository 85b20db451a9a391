#pragma once
// The one place that names the program's version; CMakeLists.txt reads it too.

#include <string_view>

namespace switchboard::app {

inline constexpr std::string_view version = "0.1.0";

}  // namespace switchboard::app
