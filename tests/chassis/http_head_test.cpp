// What check_head lets through and what it refuses, with which status and under which label.
#include <gtest/gtest.h>

#include <map>

#include "chassis/http/head.hpp"

namespace sharecar::http {
namespace {

std::string verdict(const std::string& head, std::size_t max_headers = 100) {
  const auto error = check_head(head, max_headers);
  if (!error) return "sound";
  return std::to_string(error->status) + ' ' + error->reason + ": " + error->why;
}

std::string request(const std::string& request_line, const std::string& fields) {
  return request_line + "\r\n" + fields + "\r\n";
}

std::string with(const std::string& fields) { return request("POST /x HTTP/1.1", "Host: a\r\n" + fields); }

struct Case {
  std::string head;
  std::string expected;
};

void check(const std::vector<Case>& cases) {
  for (const auto& [head, expected] : cases) EXPECT_EQ(verdict(head), expected) << "for:\n" << head;
}

TEST(CheckHead, LetsSoundHeadsThrough) {
  check({
      {request("GET / HTTP/1.1", "Host: localhost:8081\r\n"), "sound"},
      {request("GET / HTTP/1.1", "host:a\r\n"), "sound"},
      {request("GET / HTTP/1.1", "Host: [::1]:8081\r\n"), "sound"},
      {request("GET / HTTP/1.1", "Host: [::1]\r\n"), "sound"},
      {request("GET / HTTP/1.0", ""), "sound"},
      {request("GET /a%2Fb/%E2%82%AC?x={a}|b^c&y=[1] HTTP/1.1", "Host: a\r\n"), "sound"},
      {request("GET http://a:80/x?y HTTP/1.1", "Host: b\r\n"), "sound"},
      {request("GET HTTP://a HTTP/1.1", "Host: a\r\n"), "sound"},
      {request("OPTIONS * HTTP/1.1", "Host: a\r\n"), "sound"},
      {request("PROPFIND / HTTP/1.1", "Host: a\r\n"), "sound"},
      {with("Content-Length: 0\r\n"), "sound"},
      {with("Content-Length: \t 3 \r\n"), "sound"},
      {with("Transfer-Encoding: chunked\r\n"), "sound"},
      {with("transfer-encoding:\tChunked \r\n"), "sound"},
      {with("Expect: 100-Continue\r\n"), "sound"},
      {with("X-Empty:\r\nX-Name: \xed\x95\x9c\xea\xb8\x80\tblank\r\n"), "sound"},
  });
}

TEST(CheckHead, RefusesMalformedRequestLines) {
  check({
      {request("", "Host: a\r\n"), "400 syntax: malformed request line"},
      {request("GET", "Host: a\r\n"), "400 syntax: malformed request line"},
      {request("GET /", "Host: a\r\n"), "400 syntax: malformed request line"},
      {request("GET / HTTP/1", "Host: a\r\n"), "400 syntax: malformed request line"},
      {request("GET / http/1.1", "Host: a\r\n"), "400 syntax: malformed request line"},
      {request("GET / HTTP/1.1 ", "Host: a\r\n"), "400 syntax: malformed request line"},
      {request(" GET / HTTP/1.1", "Host: a\r\n"), "400 syntax: malformed method"},
      {request("G\tET / HTTP/1.1", "Host: a\r\n"), "400 syntax: malformed method"},
      {request("G(T / HTTP/1.1", "Host: a\r\n"), "400 syntax: malformed method"},
      {request("GET / HTTP/2.0", "Host: a\r\n"), "505 version: only HTTP/1.1 and HTTP/1.0"},
      {request("PRI * HTTP/2.0", ""), "505 version: only HTTP/1.1 and HTTP/1.0"},
      {request("GET / HTTP/1.2", "Host: a\r\n"), "505 version: only HTTP/1.1 and HTTP/1.0"},
      {request("GET / HTTP/0.9", "Host: a\r\n"), "505 version: only HTTP/1.1 and HTTP/1.0"},
  });
}

TEST(CheckHead, RefusesTargetsThatOthersReadDifferently) {
  const std::string malformed = "400 target: malformed request target";
  check({
      {request("GET  / HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET /a b HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET /a\tb HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET /a#b HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET /a\\b HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET /\xc3\xa9 HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET /% HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET /%4 HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET /%zz HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET /?q=%0g HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET /%00 HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET x HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET https://a/ HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET http:///x HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET http://u@a/x HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET file:///etc/passwd HTTP/1.1", "Host: a\r\n"), malformed},
      {request("GET * HTTP/1.1", "Host: a\r\n"), "400 target: only OPTIONS may ask for *"},
      {request("CONNECT a:443 HTTP/1.1", "Host: a\r\n"), "400 target: CONNECT is not served"},
  });
}

TEST(CheckHead, RefusesHostsThatAreMissingDoubledOrMalformed) {
  check({
      {request("GET / HTTP/1.1", ""), "400 host: Host is missing"},
      {request("GET / HTTP/1.1", "Host:\r\n"), "400 host: malformed Host"},
      {request("GET / HTTP/1.0", "Host: \r\n"), "400 host: malformed Host"},
      {request("GET / HTTP/1.1", "Host: a\r\nhost: a\r\n"), "400 host: more than one Host"},
      {request("GET / HTTP/1.1", "Host: a, b\r\n"), "400 host: malformed Host"},
      {request("GET / HTTP/1.1", "Host: a/b\r\n"), "400 host: malformed Host"},
      {request("GET / HTTP/1.1", "Host: u@a\r\n"), "400 host: malformed Host"},
      {request("GET / HTTP/1.1", "Host: a:b\r\n"), "400 host: malformed Host"},
      {request("GET / HTTP/1.1", "Host: a:80:81\r\n"), "400 host: malformed Host"},
      {request("GET / HTTP/1.1", "Host: [::1\r\n"), "400 host: malformed Host"},
      {request("GET / HTTP/1.1", "Host: []\r\n"), "400 host: malformed Host"},
      {request("GET / HTTP/1.1", "Host: [::1]x\r\n"), "400 host: malformed Host"},
  });
}

TEST(CheckHead, RefusesEverySmugglingForm) {
  const std::string both = "400 framing: both Transfer-Encoding and Content-Length";
  const std::string length = "400 framing: malformed Content-Length";
  const std::string coding = "400 framing: malformed Transfer-Encoding";
  const std::string unknown = "501 framing: only the transfer coding chunked is known";
  check({
      {with("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), both},
      {with("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"), both},
      {with("Content-Length: 3\r\nContent-Length: 3\r\n"), "400 framing: more than one Content-Length"},
      {with("Content-Length: 3\r\ncontent-length: 4\r\n"), "400 framing: more than one Content-Length"},
      {with("Content-Length: 3, 3\r\n"), length},
      {with("Content-Length: +3\r\n"), length},
      {with("Content-Length: -3\r\n"), length},
      {with("Content-Length: 0x3\r\n"), length},
      {with("Content-Length: 3 3\r\n"), length},
      {with("Content-Length: 3;\r\n"), length},
      {with("Content-Length:\r\n"), length},
      {with("Content-Length: 9999999999999999999\r\n"), length},
      {with("Content-Length: 18446744073709551619\r\n"), length},
      {with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
       "400 framing: more than one Transfer-Encoding"},
      {with("Transfer-Encoding: identity\r\n"), coding},
      {with("Transfer-Encoding: chunked, identity\r\n"), coding},
      {with("Transfer-Encoding: identity, chunked\r\n"), coding},
      {with("Transfer-Encoding: chunked, chunked\r\n"), coding},
      {with("Transfer-Encoding: chunked,\r\n"), coding},
      {with("Transfer-Encoding: ,chunked\r\n"), coding},
      {with("Transfer-Encoding:\r\n"), coding},
      {with("Transfer-Encoding: gzip\r\n"), unknown},
      {with("Transfer-Encoding: gzip, chunked\r\n"), unknown},
      {with("Transfer-Encoding: xchunked\r\n"), unknown},
      {with("Transfer-Encoding: chunked;q=1\r\n"), unknown},
      {with("Transfer-Encoding: \"chunked\"\r\n"), unknown},
      {with("Transfer-Encoding: \x0b"
            "chunked\r\n"),
       "400 syntax: control character in a header"},
      {with("Transfer-Encoding : chunked\r\n"), "400 syntax: malformed header name"},
      {with("Transfer-Encoding\t: chunked\r\n"), "400 syntax: malformed header name"},
      {with("Transfer\r\n-Encoding: chunked\r\n"), "400 syntax: malformed header name"},
      {with("X: y\r\n Transfer-Encoding: chunked\r\n"), "400 syntax: folded header line"},
      {with("Transfer-Encoding:\r\n chunked\r\n"), "400 syntax: folded header line"},
      {request("POST / HTTP/1.1", " Host: a\r\n"), "400 syntax: folded header line"},
      {request("POST / HTTP/1.0", "Transfer-Encoding: chunked\r\n"), "400 framing: Transfer-Encoding in HTTP/1.0"},
  });
}

TEST(CheckHead, RefusesWhatCouldEndALineOrHideInOne) {
  const std::string nul(1, '\0');
  check({
      {"GET / HTTP/1.1\nHost: a\r\n\r\n", "400 syntax: line without CRLF"},
      {"GET / HTTP/1.1\r\nHost: a\n\r\n", "400 syntax: line without CRLF"},
      {"GET / HTTP/1.1\r\nHost: a\r\n\n", "400 syntax: line without CRLF"},
      {"GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n", "400 syntax: line without CRLF"},
      {"GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", "400 syntax: line without CRLF"},
      {"GET / HTTP/1.1\r\nHost: a\r\n", "400 syntax: line without CRLF"},
      {with("X: a" + nul + "b\r\n"), "400 syntax: control character in a header"},
      {with("X: a\x7f"
            "b\r\n"),
       "400 syntax: control character in a header"},
      {with("X" + nul + ": a\r\n"), "400 syntax: malformed header name"},
      {with("\xc3\xa9: a\r\n"), "400 syntax: malformed header name"},
      {with(": a\r\n"), "400 syntax: malformed header name"},
      {with("no colon\r\n"), "400 syntax: malformed header name"},
      {with("X: y\r\n\r\nGET / HTTP/1.1\r\n"), "400 syntax: bytes after the head"},
  });
}

TEST(CheckHead, RefusesExpectationsItCannotMeet) {
  EXPECT_EQ(verdict(with("Expect: 200-ok\r\n")), "417 expectation: only 100-continue can be expected");
}

TEST(CheckHead, CountsHeaders) {
  EXPECT_EQ(verdict(with("A: 1\r\nB: 2\r\n"), 3), "sound");
  EXPECT_EQ(verdict(with("A: 1\r\nB: 2\r\nC: 3\r\n"), 3), "431 too_large: too many headers");
}

// Feeds a text byte by byte, as a slow client does.
std::string scan(const std::string& text, std::size_t max_bytes) {
  HeadScanner scanner{max_bytes};
  for (std::size_t size = 1; size <= text.size(); ++size) {
    if (const auto end = scanner.find_end(std::string_view{text}.substr(0, size))) return "end " + std::to_string(end);
    if (const auto& error = scanner.error()) {
      return std::to_string(error->status) + " after " + std::to_string(size) + ": " + error->why;
    }
  }
  return "incomplete";
}

TEST(HeadScanner, FindsTheEndInPiecesAndRefusesEarly) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"GET / HTTP/1.1\r\nHost: a\r\n\r\nrest", "end 27"},
      {"GET / HTTP/1.1\r\n\r\n", "end 18"},
      {"GET / HTTP/1.1\r\nHost: a\r\n", "incomplete"},
      {"GET / HTTP/1.1\nHost: a\n\n", "400 after 15: line without CRLF"},
      {"\x16\x03\x01 a TLS client hello", "400 after 1: malformed method"},
      {"\nGET", "400 after 1: malformed method"},
      {"GET /" + std::string(100, 'x'), "414 after 64: request line too long"},
      {"GET / HTTP/1.1\r\nX: " + std::string(100, 'x'), "431 after 64: head too large"},
      {"GET / HTTP/1.1\r\nX: " + std::string(43, 'x') + "\r\n\r\n", "431 after 64: head too large"},
      {"GET / HTTP/1.1\r\nX: " + std::string(41, 'x') + "\r\n\r\n", "end 64"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(scan(text, 64), expected) << text;
}

TEST(HeadScanner, SaysTheSameWhenEverythingComesAtOnce) {
  const std::string text = "GET / HTTP/1.1\r\nHost: a\r\n\r\nrest";
  HeadScanner scanner{64};
  EXPECT_EQ(scanner.find_end(text), 27U);
  HeadScanner too_long{20};
  EXPECT_EQ(too_long.find_end(text), 0U);
  ASSERT_TRUE(too_long.error());
  EXPECT_EQ(too_long.error()->status, 431);
}

}  // namespace
}  // namespace sharecar::http
