#include "protocol/http/message.hpp"

#include "protocol/http/syntax.hpp"

namespace switchboard::http {

Method method_of(std::string_view name) {
  switch (name.size()) {
    case 3: return name == "GET" ? Method::get : name == "PUT" ? Method::put : Method::other;
    case 4: return name == "POST" ? Method::post : name == "HEAD" ? Method::head : Method::other;
    case 5:
      return name == "PATCH" ? Method::patch : name == "TRACE" ? Method::trace : Method::other;
    case 6: return name == "DELETE" ? Method::del : Method::other;
    case 7:
      return name == "OPTIONS"   ? Method::options
             : name == "CONNECT" ? Method::connect
                                 : Method::other;
    default: return Method::other;
  }
}

std::optional<std::string_view> RequestHead::header(std::string_view name) const {
  for (auto const& header : headers())
    if (equals_ignoring_case(header.name, name)) return header.value;
  return std::nullopt;
}

namespace {

std::string_view client_error_phrase(int status) {
  switch (status) {
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 402: return "Payment Required";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 425: return "Too Early";
    case 426: return "Upgrade Required";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    default: return "Client Error";
  }
}

std::string_view server_error_phrase(int status) {
  switch (status) {
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Server Error";
  }
}

}  // namespace

std::string_view reason_phrase(int status) {
  switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    default: break;
  }
  if (status >= 500) return server_error_phrase(status);
  if (status >= 400) return client_error_phrase(status);
  return status >= 300 ? "Redirection" : status >= 200 ? "Success" : "Informational";
}

}  // namespace switchboard::http
