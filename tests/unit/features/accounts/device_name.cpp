#include "features/accounts/device_name.hpp"

#include <doctest/doctest.h>

using switchboard::accounts::device_name;

TEST_CASE("a device is named by its program and its system") {
  CHECK(device_name("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0") ==
        "Firefox on Linux");
  CHECK(device_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like "
                    "Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0") == "Edge on Windows");
  CHECK(device_name("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
                    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1") ==
        "Safari on iOS");
  CHECK(device_name("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) "
                    "Chrome/142.0.0.0 Mobile Safari/537.36") == "Chrome on Android");
}

TEST_CASE("a program that is no browser is called what it calls itself, within bounds") {
  CHECK(device_name("curl/8.14.1") == "curl");
  CHECK(device_name("node") == "node");
  CHECK(device_name("") == "Unknown device");
  CHECK(device_name("/1.0") == "Unknown device");
  CHECK(device_name(std::string(300, 'x')).size() == 24);
}
