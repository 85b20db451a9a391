#pragma once
// The web client's files, as the build put them into the program (cmake/web.cmake).

#include <span>
#include <string_view>

namespace switchboard::web {

struct Asset {
  std::string_view path;      // as in a request's target: `/index.html`
  std::string_view type;      // for Content-Type
  std::string_view etag;      // a hash of the content, in its quotes
  std::string_view identity;  // the file as it is
  std::string_view brotli;    // compressed, or empty where compressing does not pay
  std::string_view gzip;      // likewise
  bool immutable;             // its name holds a hash of its content: a client may keep it for ever
};

// Sorted by path, alive as long as the program. Empty in a build without a web client.
std::span<Asset const> assets();

}  // namespace switchboard::web
