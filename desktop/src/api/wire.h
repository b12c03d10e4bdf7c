/// Contracts to and from what travels. Included by api's .cpp files only: the codec is costly to compile.
#pragma once

#include <QUrlQuery>

#include "api/api.h"
#include "chassis/json/decode.hpp"
#include "chassis/json/encode.hpp"

namespace sharecar::desktop::wire {

inline std::string_view view(const QByteArray& bytes) {
  return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

template <class T>
QByteArray encode(const T& value) {
  return QByteArray::fromStdString(json::encode(value));
}

template <class T>
QString text(const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return QString::fromStdString(value);
  } else {
    return QString::fromStdString(json::encode(value)).remove('"');  // numbers, times, names of enumerators
  }
}

/// The members that have a value, as a query string: FindCars, FindOrders.
template <class T>
QUrlQuery query(const T& wanted) {
  QUrlQuery out;
  boost::mp11::mp_for_each<json::members_of<T>>([&](auto descriptor) {
    const auto& field = wanted.*descriptor.pointer;
    if (field) out.addQueryItem(QString::fromStdString(json::wire_name(descriptor)), text(*field).replace('+', "%2B"));
  });
  return out;
}

inline Failure nonsense(const RawAnswer& raw, const std::string& why) {
  return {.kind = Failure::Kind::Nonsense,
          .status = raw.status,
          .detail = QString::fromStdString(why),
          .traceId = raw.traceId};
}

inline std::string reason(const Problem& problem) {
  std::string out = problem.detail;
  for (const auto& violation : problem.violations) out += ' ' + violation.pointer + ": " + violation.rule;
  return out;
}

template <class T>
struct Decode {
  static Result<T> from(const boost::json::value& document) { return json::decode<T>(document); }
};

/// HAL: {"_embedded": {"orders": [...]}, "page": {"totalElements": n}}.
template <class T>
struct Decode<Listed<T>> {
  static Result<Listed<T>> from(const boost::json::value& document) {
    const auto* root = document.if_object();
    const auto* embedded = root ? root->if_contains("_embedded") : nullptr;
    const auto* page = root ? root->if_contains("page") : nullptr;
    if (!embedded || !embedded->is_object() || embedded->get_object().empty() || !page || !page->is_object()) {
      return Problem{.code = Errc::invalid_request, .detail = "this is no collection"};
    }
    auto rows = json::decode<std::vector<T>>(embedded->get_object().begin()->value());
    if (!rows) return rows.error();
    const auto* total = page->get_object().if_contains("totalElements");
    const auto count = static_cast<std::int64_t>(rows->size());
    return Listed<T>{std::move(*rows), total ? json::as_integer(*total).value_or(count) : count};
  }
};

template <class T>
Answer<T> decode(const Answer<RawAnswer>& raw) {
  if (!raw) return raw.error();
  const auto document = json::parse(view(raw->body));
  if (!document) return nonsense(*raw, document.error().detail);
  auto value = Decode<T>::from(*document);
  if (!value) return nonsense(*raw, reason(value.error()));
  return std::move(*value);
}

/// Decodes, then calls `done`.
template <class T>
std::function<void(Answer<RawAnswer>)> decoding(Done<T> done) {
  return [done = std::move(done)](const Answer<RawAnswer>& raw) { done(decode<T>(raw)); };
}

/// The body as it came.
inline Done<RawAnswer> bytesOnly(Done<QByteArray> done) {
  return [done = std::move(done)](const Answer<RawAnswer>& raw) {
    if (raw) {
      done(raw->body);
    } else {
      done(raw.error());
    }
  };
}

}  // namespace sharecar::desktop::wire
