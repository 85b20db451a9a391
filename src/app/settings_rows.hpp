#pragma once
// What several rows of the table have in common.

#include "app/settings_shapes.hpp"
#include "app/settings_table.hpp"

namespace switchboard::app {

inline constexpr Bounds secret_length{32, 4096};
inline constexpr Bounds client_length{0, 1024};
inline constexpr auto secret = Secrecy::secret;
inline constexpr auto address = Secrecy::address;

constexpr Setting client_text(std::string_view name, Store store, std::string_view sentence,
                              Secrecy secrecy = Secrecy::open) {
  return {.name = name,
          .store = store,
          .bounds = client_length,
          .secrecy = secrecy,
          .sentence = sentence};
}

constexpr Setting oauth_url(std::string_view name, std::string_view initial, Store store,
                            std::string_view sentence) {
  return {.name = name,
          .initial = initial,
          .store = store,
          .check = check_http_url,
          .sentence = sentence};
}

}  // namespace switchboard::app
