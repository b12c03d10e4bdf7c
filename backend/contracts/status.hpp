/// From an HTTP status to a code, where there is only the status.
#pragma once

#include "contracts/problem.hpp"

namespace sharecar {

/// The general code of a status of 400 and more; http_status() is the way back.
constexpr Errc code_of(int status) {
  switch (status) {
    case 401: return Errc::unauthorized;
    case 403: return Errc::forbidden;
    case 404: return Errc::not_found;
    case 405: return Errc::method_not_allowed;
    case 406: return Errc::not_acceptable;
    case 408: return Errc::request_timeout;
    case 413: return Errc::payload_too_large;
    case 414: return Errc::uri_too_long;
    case 415: return Errc::unsupported_media;
    case 417: return Errc::expectation_failed;
    case 429: return Errc::too_many_requests;
    case 431: return Errc::headers_too_large;
    case 501:
    case 505: return Errc::bad_request;  // the request asked for an HTTP that the server does not speak
    case 502: return Errc::upstream_failed;
    case 503: return Errc::unavailable;
    case 504: return Errc::upstream_timeout;
    default: return status < 500 ? Errc::bad_request : Errc::internal_error;
  }
}

}  // namespace sharecar
