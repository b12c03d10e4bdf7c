/// A typed route: the handler gets a decoded, checked struct. Its members come from path variables, the query and the
/// JSON body alike (in that order of precedence), so one description serves them all.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <utility>

#include "chassis/http/router.hpp"
#include "chassis/json/schema.hpp"

namespace sharecar::http {

/// What a route without input or output declares.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

/// Path variables, query and body of a request as one JSON object. Fails with malformed_json, unsupported_media (a body
/// that is not JSON) or invalid_request (a query parameter given twice, a bad percent escape).
Result<boost::json::value> gather_input(const Request& request);

template <class Input>
Result<Input> read_input(const Request& request) {
  auto document = gather_input(request);
  if (!document) return document.error();
  return json::decode<Input>(*document);
}

/// Refuses without a coroutine frame of its own.
net::awaitable<Reply> refuse(Problem problem);

/// `handler` is `net::awaitable<Reply> (Api::*)(Context&, Request, Input)`; `api` outlives the server.
template <class Input, class Output, class Api>
Route route(Method method, std::string path, std::string summary, Api& api,
            net::awaitable<Reply> (Api::*handler)(Context&, Request, Input), std::vector<Errc> refusals = {}) {
  Route out;
  out.method = method;
  out.path = std::move(path);
  out.summary = std::move(summary);
  out.refusals = std::move(refusals);
  if constexpr (!std::is_same_v<Input, Nothing>) out.input = json::schema<Input>();
  if constexpr (!std::is_same_v<Output, Nothing>) out.output = json::schema<Output>();
  out.handler = [&api, handler](Context& context, Request request) -> net::awaitable<Reply> {  // no coroutine itself
    auto input = read_input<Input>(request);
    if (!input) return refuse(std::move(input.error()));
    return (api.*handler)(context, std::move(request), std::move(*input));
  };
  return out;
}

}  // namespace sharecar::http
