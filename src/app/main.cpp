#include <cstdio>
#include <cstdlib>
#include <exception>

#include "app/serve.hpp"
#include "app/settings_load.hpp"

int main() {
  using namespace switchboard::app;
  auto loaded = load_settings([](char const* name) -> char const* { return std::getenv(name); }, {});
  for (auto const& error : loaded.errors) std::fprintf(stderr, "%s\n", error.c_str());
  if (!loaded.errors.empty()) return 2;
  settle_secrets(loaded.settings);
  return serve(loaded.settings);
}
