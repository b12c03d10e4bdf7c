/// Traces in files: Zipkin v2 and OTLP as JSON, and case files, which hold all that tells of one case.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tracemodel/span.hpp"

namespace sharecar::desktop {

using Spans = std::vector<tracemodel::Span>;

/// What a case file (.sharecar) holds beside traces. Opens without a server.
struct TraceCase {
  std::string booking = {};              ///< JSON: what GET /admin/orders/{id} answered; empty when there is none
  std::vector<std::string> events = {};  ///< JSON, one object each: transitions of breakers, faults, lag
  std::string verdict = {};              ///< what somebody concluded

  friend bool operator==(const TraceCase&, const TraceCase&) = default;
};

struct TraceFile {
  std::vector<Spans> traces;  ///< each of one trace id; in the order in which the file begins them
  std::optional<TraceCase> about = {};
};

/// Why a file cannot be shown.
struct TraceFileFault {
  enum class Kind {
    Unreadable,  ///< not this kind of JSON, or none at all
    Empty,       ///< no span in it
    Newer,       ///< a case file of a later version
    Closed,      ///< the file cannot be read
    TooLarge,    ///< more than 256 MB
  };
  Kind kind = Kind::Unreadable;
  std::string detail = {};  ///< English: where and what

  friend bool operator==(const TraceFileFault&, const TraceFileFault&) = default;
};

/// Finds out by itself which of these it is: a list of spans or a list of such lists (Zipkin v2), one
/// ExportTraceServiceRequest or one a line (OTLP), a case file. Normalises as Zipkin does. Any thread.
std::variant<TraceFile, TraceFileFault> readTraceFile(std::string_view bytes);

/// True for what readTraceFile would take to be traces, by its beginning; a log line or a single span is none. Cheap.
bool looksLikeTraceFile(std::string_view text);

/// Zipkin v2: a list of spans for one trace, a list of lists for several.
QByteArray writeZipkin(const std::vector<Spans>& traces);

/// `savedAt` with its offset. Everything is scrubbed (see below).
QByteArray writeCase(const TraceCase& about, const std::vector<Spans>& traces, const QDateTime& savedAt);

/// Takes out what says who somebody is or what they pay with: values under keys that tell of cards, tokens, names,
/// customers or secrets, and numbers of cards, bearer tokens and customers in any text. What is taken out reads
/// "(removed)".
Spans scrubbed(Spans spans);
QByteArray scrubbedJson(const QByteArray& json);

}  // namespace sharecar::desktop
