#pragma once
// What Engine.IO answers to requests that it cannot take: a JSON body with a code, as clients know
// it.

#include <string_view>

namespace switchboard::engineio {

constexpr std::string_view unknown_transport = R"({"code":0,"message":"Transport unknown"})";
constexpr std::string_view unknown_session = R"({"code":1,"message":"Session ID unknown"})";
constexpr std::string_view bad_method = R"({"code":2,"message":"Bad handshake method"})";
constexpr std::string_view bad_request = R"({"code":3,"message":"Bad request"})";
constexpr std::string_view bad_version = R"({"code":5,"message":"Unsupported protocol version"})";

}  // namespace switchboard::engineio
