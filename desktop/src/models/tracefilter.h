/// The filter box of a trace: `svc:payment dur>5ms err >2.5%`. Pure.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "models/tracedata.h"
#include "models/tracerows.h"

namespace sharecar::desktop {

/// Terms with spaces between them; all must hold, `-` before a term turns it round:
///   svc:TEXT     the service's name contains it           kind:client  of that kind
///   op:TEXT      the span's name contains it              err          failed
///   dur>5ms      longer; also < and µs, us, ms, s, min    self>1ms     the same for the time of its own
///   >2.5%        longer than that part of the whole       KEY=TEXT     the tag contains it; KEY= has the tag
///   TEXT         service, name, a tag's value, an annotation or the id contains it; "TEXT" in quotes may have spaces
/// Texts are compared without regard to case (ASCII).
class TraceFilter {
 public:
  /// What is wrong with a filter, at which term.
  enum class Fault { Time, Kind, Quote };
  struct Wrong {
    Fault fault;
    std::string term;
    friend bool operator==(const Wrong&, const Wrong&) = default;
  };

  static std::variant<TraceFilter, Wrong> parse(std::string_view text);

  bool empty() const { return m_terms.empty(); }
  bool matches(const TraceData& data, RowIndex row) const;
  /// Over all rows; thread-safe.
  FilteredRows apply(const TraceData& data) const;

 private:
  enum class What { Service, Operation, Kind, Failed, Longer, Shorter, SelfLonger, SelfShorter, Share, ShareBelow, Tag, Text };
  struct Term {
    What what = What::Text;
    bool negated = false;
    std::string text = {};  ///< lower case
    std::string key = {};
    double number = 0;  ///< microseconds, or a part of the whole
    tracemodel::Kind kind = tracemodel::Kind::none;
  };

  static std::variant<Term, Wrong> parseTerm(std::string_view word);
  static bool matches(const Term& term, const TraceData& data, RowIndex row);

  std::vector<Term> m_terms;
};

}  // namespace sharecar::desktop
