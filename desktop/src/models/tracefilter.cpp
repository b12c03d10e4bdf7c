#include "models/tracefilter.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

namespace sharecar::desktop {
namespace {

using tracemodel::Span;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) { return lower(c); });
  return out;
}

// `part` is in lower case.
bool contains(std::string_view text, std::string_view part) {
  return !std::ranges::search(text, part, {}, [](char c) { return lower(c); }).empty() || part.empty();
}

bool skip(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// "5ms" in microseconds, "2.5%" as a part of one.
struct Amount {
  double number = 0;
  bool isShare = false;
};

std::optional<Amount> amountOf(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, double>, 7> units{
      {{"us", 1}, {"\u00b5s", 1}, {"\u03bcs", 1}, {"ms", 1e3}, {"s", 1e6}, {"min", 60e6}, {"h", 3600e6}}};
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || !(number >= 0)) return {};
  const std::string_view unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
  if (unit == "%") return Amount{number / 100, true};
  for (const auto& [name, microseconds] : units) {
    if (unit == name) return Amount{number * microseconds, false};
  }
  return {};
}

// Split at spaces that are not within quotes; quotes are taken off. Nothing when one is left open.
std::optional<std::vector<std::string>> words(std::string_view text) {
  std::vector<std::string> out;
  bool inWord = false;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
      if (!inWord) out.emplace_back();
      inWord = true;
    } else if (!quoted && (c == ' ' || c == '\t')) {
      inWord = false;
    } else {
      if (!inWord) out.emplace_back();
      inWord = true;
      out.back() += c;
    }
  }
  if (quoted) return {};
  std::erase_if(out, [](const auto& word) { return word.empty(); });
  return out;
}

}  // namespace

std::variant<TraceFilter, TraceFilter::Wrong> TraceFilter::parse(std::string_view text) {
  TraceFilter out;
  const auto all = words(text);
  if (!all) return Wrong{Fault::Quote, std::string{text}};
  for (const auto& word : *all) {
    auto term = parseTerm(word);
    if (auto* wrong = std::get_if<Wrong>(&term)) return std::move(*wrong);
    out.m_terms.push_back(std::move(std::get<Term>(term)));
  }
  return out;
}

std::variant<TraceFilter::Term, TraceFilter::Wrong> TraceFilter::parseTerm(std::string_view word) {
  Term term;
  std::string_view rest = word;
  term.negated = rest.size() > 1 && skip(rest, "-");
  const auto text = [&](What what) {
    term.what = what;
    term.text = lower(rest);
    return term;
  };
  if (skip(rest, "svc:") || skip(rest, "service:")) return text(What::Service);
  if (skip(rest, "op:") || skip(rest, "name:")) return text(What::Operation);
  if (skip(rest, "kind:")) {
    std::string upper{rest};
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
    const auto kind = tracemodel::kind_from(upper);
    if (!kind) return Wrong{Fault::Kind, std::string{word}};
    term.what = What::Kind;
    term.kind = *kind;
    return term;
  }
  if (rest == "err" || rest == "error") {
    term.what = What::Failed;
    return term;
  }
  const bool self = skip(rest, "self");
  if (!self) skip(rest, "dur");
  const bool longer = rest.starts_with('>');
  if (longer || rest.starts_with('<')) {
    rest.remove_prefix(1);
    skip(rest, "=");
    const auto amount = amountOf(rest);
    if (!amount || (self && amount->isShare)) return Wrong{Fault::Time, std::string{word}};
    term.number = amount->number;
    term.what = amount->isShare ? (longer ? What::Share : What::ShareBelow)
                : self          ? (longer ? What::SelfLonger : What::SelfShorter)
                                : (longer ? What::Longer : What::Shorter);
    return term;
  }
  rest = word.substr(term.negated ? 1 : 0);
  if (const auto equals = rest.find('='); equals != rest.npos && equals > 0) {
    term.key = rest.substr(0, equals);
    rest.remove_prefix(equals + 1);
    return text(What::Tag);
  }
  return text(What::Text);
}

bool TraceFilter::matches(const Term& term, const TraceData& data, RowIndex row) {
  const Span* span = data.spanOf(row);
  if (span == nullptr) return false;
  const auto& line = data.rows()[row];
  const auto& time = line.time.isKnown() ? line.time : line.otherTime;
  const auto length = static_cast<double>(time.length);
  const auto self = static_cast<double>(data.selfTimeOf(row));
  switch (term.what) {
    case What::Service:
      return contains(span->local.service_name, term.text);
    case What::Operation:
      return contains(span->name, term.text);
    case What::Kind:
      return span->kind == term.kind;
    case What::Failed:
      return line.failed;
    case What::Longer:
      return length > term.number;
    case What::Shorter:
      return time.isKnown() && length < term.number;
    case What::SelfLonger:
      return self > term.number;
    case What::SelfShorter:
      return time.isKnown() && self < term.number;
    case What::Share:
      return length > term.number * static_cast<double>(data.length());
    case What::ShareBelow:
      return time.isKnown() && length < term.number * static_cast<double>(data.length());
    case What::Tag: {
      const auto found = span->tags.find(term.key);
      return found != span->tags.end() && contains(found->second, term.text);
    }
    case What::Text:
      break;
  }
  return contains(span->name, term.text) || contains(span->local.service_name, term.text) ||
         contains(span->id, term.text) || contains(span->remote.service_name, term.text) ||
         std::ranges::any_of(span->tags, [&](const auto& tag) { return contains(tag.second, term.text); }) ||
         std::ranges::any_of(span->annotations, [&](const auto& note) { return contains(note.value, term.text); });
}

bool TraceFilter::matches(const TraceData& data, RowIndex row) const {
  return std::ranges::all_of(m_terms,
                             [&](const Term& term) { return matches(term, data, row) != term.negated; });
}

FilteredRows TraceFilter::apply(const TraceData& data) const {
  const auto& rows = data.rows();
  FilteredRows out{std::vector<bool>(rows.size()), std::vector<bool>(rows.size()), 0};
  for (RowIndex row = static_cast<RowIndex>(rows.size()); row-- > 0;) {
    if (matches(data, row)) {
      out.matches[row] = out.shown[row] = true;
      ++out.count;
    }
    if (out.shown[row] && rows[row].parent != noRow) out.shown[rows[row].parent] = true;
  }
  return out;
}

}  // namespace sharecar::desktop
