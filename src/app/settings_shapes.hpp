#pragma once
// What single texts must look like. Each may tidy its text up (a bracketed address, a slash too
// many) and answers what is wrong.

#include <string>

#include "app/settings_table.hpp"

namespace switchboard::app {

Problem check_host(std::string& text);          // a numeric address; `localhost` is 127.0.0.1
Problem check_database_url(std::string& text);  // sqlite:PATH
Problem check_http_url(std::string& text);
Problem check_jwks_url(std::string& text);    // https, or http to loopback
Problem check_public_url(std::string& text);  // an origin, perhaps with a path
Problem check_origin(std::string& text);      // scheme://host[:port], in lower case
Problem check_origin_or_any(std::string& text);
Problem check_redis_url(std::string& text);
Problem check_smtp_url(std::string& text);
Problem check_stun_url(std::string& text);
Problem check_turn_url(std::string& text);
Problem check_email(std::string& text);
Problem check_mail_from(std::string& text);  // `a@b.c` or `Name <a@b.c>`
Problem check_open_role(std::string& text);
Problem check_sender_role(std::string& text);
Problem check_address_range(std::string& text);  // an address or CIDR; becomes a CIDR
Problem check_token(std::string& text);          // printable ASCII without blanks

// The file that a checked DATABASE_URL names.
[[nodiscard]] std::string sqlite_path_of(std::string_view database_url);

// Whether only this machine can reach that numeric address.
[[nodiscard]] bool is_loopback(std::string const& address);

}  // namespace switchboard::app
