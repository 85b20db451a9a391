#include "adapters/jwks/fetch.hpp"

#include <curl/curl.h>

#include <memory>
#include <string_view>

#include "base/expects.hpp"
#include "protocol/jose/key_ring.hpp"

namespace switchboard::jwks {
namespace {

constexpr long connect_ms_max = 3000;
constexpr long whole_ms_max = 5000;
constexpr long ok = 200;

struct CurlFree {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(char* text) const { curl_free(text); }
};
using Handle = std::unique_ptr<CURL, CurlFree>;

std::size_t take(char* bytes, std::size_t one, std::size_t count, void* out) {
  auto& text = *static_cast<std::string*>(out);
  if (text.size() + count > jose::jwk_set_bytes_max) return 0;  // ends the transfer
  text.append(bytes, one * count);
  return one * count;
}

bool is_loopback(std::string_view address) {
  return address.starts_with("127.") || address == "::1" || address == "[::1]";
}

// As libcurl itself reads the URL: two parsers that differ have led astray before.
bool names_loopback(std::string const& url) {
  std::unique_ptr<CURLU, CurlFree> parts(curl_url());
  char* host = nullptr;
  if (curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
      curl_url_get(parts.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK)
    return false;
  std::unique_ptr<char, CurlFree> owned(host);
  return std::string_view(host) == "localhost" || is_loopback(host);
}

// Before anything is sent: whatever `localhost` was resolved to, or `127.example.org`.
int check_peer(void* /*unused*/, char* peer, char* /*ours*/, int /*port*/, int /*port*/) {
  return is_loopback(peer) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

int look_for_stop(void* stopping, curl_off_t /*unused*/, curl_off_t /*unused*/,
                  curl_off_t /*unused*/, curl_off_t /*unused*/) {
  return static_cast<std::atomic<bool> const*>(stopping)->load() ? 1 : 0;
}

void bound(CURL* handle) {
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_ms_max);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, whole_ms_max);
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
}

void permit(CURL* handle, std::string const& url) {
  auto plain = url.starts_with("http://");
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
  if (plain) curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, check_peer);
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
}

}  // namespace

Result<std::string> fetch(std::string const& url, std::atomic<bool> const& stopping) {
  if (url.starts_with("http://") && !names_loopback(url))
    return fail(Errc::unavailable, "http is for loopback only");
  Handle handle(curl_easy_init());
  expects(handle != nullptr, "libcurl to start");
  std::string text;
  bound(handle.get());
  permit(handle.get(), url);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &text);
  curl_easy_setopt(handle.get(), CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle.get(), CURLOPT_XFERINFOFUNCTION, look_for_stop);
  curl_easy_setopt(handle.get(), CURLOPT_XFERINFODATA, &stopping);
  auto code = curl_easy_perform(handle.get());
  if (code != CURLE_OK) return fail(Errc::unavailable, curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status != ok) return fail(Errc::unavailable, "HTTP status " + std::to_string(status));
  return text;
}

}  // namespace switchboard::jwks
