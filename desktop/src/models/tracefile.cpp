#include "models/tracefile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <algorithm>
#include <unordered_map>

#include "spanwire/json_reader.hpp"
#include "spanwire/otlp_spans.hpp"
#include "spanwire/span_codec.hpp"
#include "spanwire/span_text.hpp"

namespace sharecar::desktop {
namespace {

constexpr int caseVersion = 1;
constexpr std::string_view caseFormat = "sharecar-case";
constexpr std::size_t headBytes = 4'096;  // within which a document says what it is
const char* const removed = "(removed)";

using Kind = TraceFileFault::Kind;
using ReadFile = std::variant<TraceFile, TraceFileFault>;

// Spans of one trace may carry its id in 64 or in 128 bits: the last 16 digits tell.
std::vector<Spans> byTrace(Spans spans) {
  std::vector<Spans> out;
  std::unordered_map<std::string, std::size_t> places;
  for (auto& span : spans) {
    const auto& id = span.trace_id;
    const auto [found, isNew] = places.try_emplace(id.size() > 16 ? id.substr(id.size() - 16) : id, out.size());
    if (isNew) out.emplace_back();
    out[found->second].push_back(std::move(span));
  }
  return out;
}

void append(std::vector<Spans>& all, std::vector<Spans> more) {
  for (auto& one : more) {
    if (!one.empty()) all.push_back(std::move(one));
  }
}

std::vector<Spans> readLists(spanwire::JsonReader& reader) {
  std::vector<Spans> out;
  reader.begin_array();
  while (reader.has_next()) append(out, byTrace(spanwire::read_spans(reader)));
  reader.end_array();
  return out;
}

std::vector<Spans> readZipkin(std::string_view text) {
  spanwire::JsonReader look{text};
  look.begin_array();
  const bool lists = look.has_next() && look.next_is_array();
  spanwire::JsonReader reader{text};
  return lists ? readLists(reader) : byTrace(spanwire::read_spans(reader));
}

ReadFile readOtlp(std::string_view text) {
  Spans spans;
  const auto take = [&spans](std::string_view document) -> std::optional<TraceFileFault> {
    auto decoded = spanwire::decode_otlp_json(document);
    if (const auto* refusal = std::get_if<spanwire::Refusal>(&decoded)) {
      return TraceFileFault{Kind::Unreadable, refusal->text};
    }
    std::ranges::move(std::get<Spans>(decoded), std::back_inserter(spans));
    return {};
  };
  // One document, or one a line, as the collector's file exporter writes them.
  const bool lines = text.find("\n{\"resource") != text.npos;
  while (!text.empty()) {
    const auto document = lines ? text.substr(0, text.find('\n')) : text;
    text.remove_prefix(std::min(document.size() + 1, text.size()));
    if (document.find_first_not_of(" \t\r") == document.npos) continue;
    if (auto fault = take(document)) return *fault;
  }
  return TraceFile{byTrace(std::move(spans))};
}

ReadFile readCase(std::string_view text) {
  TraceFile out{{}, TraceCase{}};
  spanwire::JsonReader reader{text};
  reader.begin_object();
  while (reader.has_next()) {
    const std::string name{reader.next_name()};
    if (name == "version" && reader.next_int() > caseVersion) return TraceFileFault{Kind::Newer};
    if (name == "verdict") {
      out.about->verdict = reader.next_string();
    } else if (name == "booking") {
      out.about->booking = reader.next_object_text();
    } else if (name == "events") {
      reader.begin_array();
      while (reader.has_next()) out.about->events.emplace_back(reader.next_object_text());
      reader.end_array();
    } else if (name == "traces") {
      append(out.traces, readLists(reader));
    } else if (name != "version") {
      reader.skip_value();
    }
  }
  reader.end_object();
  return out;
}

enum class Format { Nothing, Zipkin, Otlp, Case, Unknown };

Format formatOf(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return Format::Nothing;
  if (text[first] == '[') return Format::Zipkin;
  const auto head = text.substr(0, headBytes);
  if (head.find("\"resourceSpans\"") != head.npos || head.find("\"resource_spans\"") != head.npos) return Format::Otlp;
  return head.find(caseFormat) != head.npos ? Format::Case : Format::Unknown;
}

ReadFile readWellFormed(std::string_view text) {
  switch (formatOf(text)) {
    case Format::Nothing: return TraceFileFault{Kind::Empty};
    case Format::Zipkin: return TraceFile{readZipkin(text)};
    case Format::Otlp: return readOtlp(text);
    case Format::Case: return readCase(text);
    case Format::Unknown: break;
  }
  return TraceFileFault{Kind::Unreadable, "neither a list of spans, nor OTLP, nor a case file"};
}

bool isSecret(QString key) {
  static const QStringList parts{"card",     "token", "customer", "authorization", "cookie", "password",
                                 "secret",   "email", "phone",    "holder",        "enduser", "user.",
                                 "lastfour", "label", "credential"};
  key = key.toLower();
  return std::ranges::any_of(parts, [&](const QString& part) { return key.contains(part); });
}

// The check digit of card numbers (ISO/IEC 7812-1).
bool passesLuhn(const QString& digits) {
  int sum = 0;
  for (qsizetype i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i].digitValue();
    if (i % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

QString scrubbedText(QString text) {
  static const QRegularExpression named("((?:customer(?:Id)?|token|card|name|email)[=:]\\s*)[^&\\s,;]+",
                                        QRegularExpression::CaseInsensitiveOption);
  static const QRegularExpression person("(/customers/)[^/?\\s]+");
  static const QRegularExpression bearer("(bearer\\s+)\\S+|\\btok_\\w+|eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*",
                                         QRegularExpression::CaseInsensitiveOption);
  static const QRegularExpression number("\\b\\d(?:[ -]?\\d){12,18}\\b");
  text.replace(named, QString("\\1") + removed);
  text.replace(person, QString("\\1") + removed);
  text.replace(bearer, QString("\\1") + removed);
  qsizetype from = 0;
  for (auto match = number.match(text); match.hasMatch(); match = number.match(text, from)) {
    from = match.capturedEnd();
    const auto digits = match.captured().remove(' ').remove('-');
    if (!passesLuhn(digits)) continue;
    text.replace(match.capturedStart(), match.capturedLength(), removed);
    from = match.capturedStart();
  }
  return text;
}

QJsonValue scrubbedValue(const QJsonValue& value);

QJsonObject scrubbedObject(QJsonObject object) {
  object.remove("traces");  // they are in the file by themselves
  for (auto it = object.begin(); it != object.end(); ++it) {
    const bool holdsMore = it.value().isObject() || it.value().isArray();
    const bool isName = it.key() == "name" || it.key().endsWith("Name");
    const bool hides = !holdsMore && !it.value().isNull() && (isName || isSecret(it.key()));
    it.value() = hides ? QJsonValue(QString(removed)) : scrubbedValue(it.value());
  }
  return object;
}

QJsonValue scrubbedValue(const QJsonValue& value) {
  if (value.isObject()) return scrubbedObject(value.toObject());
  if (value.isString()) return scrubbedText(value.toString());
  if (!value.isArray()) return value;
  QJsonArray out;
  for (const auto& one : value.toArray()) out.append(scrubbedValue(one));
  return out;
}

void scrub(std::string& text) { text = scrubbedText(QString::fromStdString(text)).toStdString(); }

void appendList(std::string& out, const Spans& spans) {
  out += '[';
  for (const auto& span : spans) {
    if (&span != &spans.front()) out += ",\n";
    spanwire::append_json(out, span);
  }
  out += ']';
}

void appendLists(std::string& out, const std::vector<Spans>& traces) {
  out += '[';
  for (const auto& spans : traces) {
    if (&spans != &traces.front()) out += ",\n";
    appendList(out, spans);
  }
  out += ']';
}

}  // namespace

std::variant<TraceFile, TraceFileFault> readTraceFile(std::string_view bytes) {
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  try {
    const bool good = spanwire::well_formed(bytes);
    auto out = good ? readWellFormed(bytes) : readWellFormed(spanwire::mended(bytes));
    const auto* file = std::get_if<TraceFile>(&out);
    if (file && file->traces.empty() && !file->about) return TraceFileFault{Kind::Empty};
    return out;
  } catch (const spanwire::Unreadable& wrong) {
    return TraceFileFault{Kind::Unreadable, wrong.text};
  }
}

bool looksLikeTraceFile(std::string_view text) {
  const auto format = formatOf(text);
  if (format == Format::Zipkin) return text.substr(0, headBytes).find("\"traceId\"") != text.npos;
  return format == Format::Otlp || format == Format::Case;
}

QByteArray writeZipkin(const std::vector<Spans>& traces) {
  std::string out;
  if (traces.size() == 1) {
    appendList(out, traces.front());
  } else {
    appendLists(out, traces);
  }
  return QByteArray::fromStdString(out + '\n');
}

QByteArray writeCase(const TraceCase& about, const std::vector<Spans>& traces, const QDateTime& savedAt) {
  std::string out = "{\"format\":\"" + std::string{caseFormat} + "\",\"version\":" + std::to_string(caseVersion);
  out += ",\n\"savedAt\":\"" + savedAt.toUTC().toString(Qt::ISODateWithMs).toStdString() + '"';
  out += ",\n\"verdict\":";
  spanwire::append_quoted(out, scrubbedText(QString::fromStdString(about.verdict)).toStdString());
  if (!about.booking.empty()) out += ",\n\"booking\":" + scrubbedJson(QByteArray::fromStdString(about.booking)).toStdString();
  out += ",\n\"events\":[";
  for (const auto& event : about.events) {
    if (&event != &about.events.front()) out += ",\n";
    out += scrubbedJson(QByteArray::fromStdString(event)).toStdString();
  }
  out += "],\n\"traces\":";
  std::vector<Spans> clean;
  for (const auto& spans : traces) clean.push_back(scrubbed(spans));
  appendLists(out, clean);
  return QByteArray::fromStdString(out + "}\n");
}

Spans scrubbed(Spans spans) {
  for (auto& span : spans) {
    scrub(span.name);
    for (auto& [key, value] : span.tags) {
      if (isSecret(QString::fromStdString(key))) {
        value = removed;
      } else {
        scrub(value);
      }
    }
    for (auto& note : span.annotations) scrub(note.value);
  }
  return spans;
}

QByteArray scrubbedJson(const QByteArray& json) {
  const auto document = QJsonDocument::fromJson(json);
  return QJsonDocument(scrubbedObject(document.object())).toJson(QJsonDocument::Compact);
}

}  // namespace sharecar::desktop
