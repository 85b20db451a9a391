#pragma once
// Serves the web client out of the program: hashed names for ever, everything else by ETag,
// compressed as the browser likes.

#include "gateway/http/router.hpp"

namespace switchboard::web {

// A route for every file, and `/`: the web client for who asks for text/html, else 202 (the Spark
// front end's probe).
void add_web_files(http::Router& router);

// Those below /push/ alone, for a listener that serves no other page: the push tester, and the
// Socket.IO client that the tester and the examples of the documents load.
void add_push_tester(http::Router& router);

}  // namespace switchboard::web
