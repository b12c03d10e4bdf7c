/// Whether somebody on this machine asks: a program here, or a page that was served from here.
#pragma once

#include <string_view>

namespace sharecar::gateway {

/// "localhost", "x.localhost", "127.1.2.3", "[::1]", each with or without a port. A page elsewhere whose name was made
/// to resolve to this machine has its own name in Host.
bool is_local_host(std::string_view host);
/// The same for an Origin: "http://localhost:3000".
bool is_local_origin(std::string_view origin);
/// Paths that only callers on this machine may ask for: /admin, /actuator and all below.
bool is_local_only(std::string_view path);

}  // namespace sharecar::gateway
