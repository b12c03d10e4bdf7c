// Asio's and Beast's implementations, compiled once for every program (separate compilation).
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
