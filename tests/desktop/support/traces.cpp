#include "support/traces.h"

#include <QFile>
#include <array>
#include <cstdio>

namespace sharecar::desktop::test {

using tracemodel::Kind;
using tracemodel::Span;

std::string idOf(int number) {
  char text[17];
  std::snprintf(text, sizeof text, "%016x", static_cast<unsigned>(number));
  return text;
}

Span made(int id, int parent, const std::string& service, const std::string& name, std::int64_t start,
          std::int64_t duration, Kind kind) {
  Span out;
  out.trace_id = "463ac35c9f6413ad48485a3953bb6124";
  out.id = idOf(id);
  if (parent != 0) out.parent_id = idOf(parent);
  out.kind = kind;
  out.name = name;
  out.timestamp = madeAt + start;
  out.duration = duration;
  out.local.service_name = service;
  return out;
}

Spans booking() {
  Spans out{
      made(1, 0, "desktop", "book a car", 0, 252'000, Kind::none),
      made(2, 1, "gateway", "post /orders", 4'000, 244'000),
      made(3, 2, "gateway", "post /orders", 6'000, 240'000, Kind::client),
      made(4, 3, "order", "post /orders", 9'000, 234'000),
      made(5, 4, "order", "pg place_order", 11'000, 8'000, Kind::client),
      made(6, 4, "order", "put /payments/{id}", 22'000, 61'000, Kind::client),
      made(7, 4, "order", "put /payments/{id}", 96'000, 140'000, Kind::client),
      made(8, 7, "payment", "put /payments/{id}", 99'000, 134'000),
      made(9, 8, "payment", "post /charges", 104'000, 118'000, Kind::client),
      made(10, 9, "cardnet", "post /charges", 106'000, 113'000),
      made(11, 4, "order", "order.events publish", 237'000, 3'000, Kind::producer),
      made(12, 11, "reservation", "order.events process", 262'000, 38'000, Kind::consumer),
      made(13, 12, "reservation", "pg confirm_reservation", 268'000, 21'000, Kind::client),
  };
  for (auto& span : out) span.tags["order.id"] = "42";
  for (const std::size_t i : {5, 6}) {
    out[i].tags["breaker.name"] = "payment";
    out[i].tags["http.path"] = "/payments/42";
    out[i].remote.service_name = "payment";
  }
  out[5].tags["error"] = "timed out after 60 ms";
  out[4].tags["db.system"] = "postgresql";
  out[6].annotations = {{madeAt + 97'000, "second try"}};
  out[3].local.ipv4 = "127.0.0.1";
  out[3].local.port = 8081;
  return out;
}

namespace {

int parentOf(Shape shape, int number) {
  if (number == 1) return 0;
  switch (shape) {
    case Shape::Wide:
      return 1;
    case Shape::Deep:
      return number - 1;
    case Shape::Ordinary:
      break;
  }
  return (number - 2) / 4 + 1;
}

}  // namespace

Spans shaped(Shape shape, int count) {
  static const std::array<std::string, 8> services{"gateway", "order",   "payment", "reservation",
                                                   "cardnet", "customer", "mysql",   "redis"};
  static const std::array<std::string, 5> names{"post /orders", "pg find_order", "order.events process", "get /cars/{id}",
                                                "settle payment"};
  Spans out;
  out.reserve(static_cast<std::size_t>(count));
  for (int number = 1; number <= count; ++number) {
    const auto at = static_cast<std::size_t>(number);
    const std::int64_t start = number * 40LL;
    const std::int64_t length = shape == Shape::Deep ? (count - number + 1) * 80LL : number == 1 ? count * 60LL : 900 + number % 7'000;
    out.push_back(made(number, parentOf(shape, number), services[at * 7 % services.size()], names[at % names.size()], start,
                       length, number % 3 == 0 ? Kind::client : Kind::server));
    out.back().tags = {{"order.id", std::to_string(number)},
                       {"http.path", "/orders/" + std::to_string(number)},
                       {"http.status_code", "200"},
                       {"service.instance.id", out.back().local.service_name + "-1"}};
    if (number % 1000 == 999) out.back().tags["error"] = "timeout";
  }
  return out;
}

QByteArray json(const Spans& spans) { return writeZipkin({spans}); }

QByteArray recording(const QString& name) {
  QFile file(QString(SHARECAR_SOURCE_DIR "/tests/recordings/zipkin/%1.json").arg(name));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace sharecar::desktop::test
