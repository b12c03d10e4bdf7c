#include "models/tracedetailsmodel.h"

#include <QCoreApplication>

#include "models/breakerlookup.h"
#include "models/texts.h"
#include "models/tracetexts.h"
#include "tracemodel/printable.hpp"

namespace sharecar::desktop {
namespace {

class DetailTexts {
  Q_DECLARE_TR_FUNCTIONS(TraceDetailsModel)
};

using Part = TraceDetail::Part;

QString shown(const std::string& text) { return QString::fromStdString(tracemodel::printable(text)); }

QString endpoint(const tracemodel::Endpoint& it) {
  QString out = shown(it.service_name);
  QString host = shown(it.ipv4.empty() ? it.ipv6 : it.ipv4);
  if (it.ipv4.empty() && !it.ipv6.empty() && it.port != 0) host = '[' + host + ']';
  if (it.port != 0) host += ':' + QString::number(it.port);
  if (!host.isEmpty()) out += (out.isEmpty() ? "" : "  ") + host;
  return out;
}

// order.id opens the booking, breaker.name the breaker, scenario.run the scenario.
std::optional<Address> linkOf(const tracemodel::Span& span, const std::string& tag, const std::string& value,
                              bool isOperator) {
  Address out;
  if (tag == "order.id") {
    out = {.place = isOperator ? "orders" : "bookings", .path = {QString::fromStdString(value)}};
  } else if (tag == "breaker.name" && isOperator) {
    out = breakerAddress(span.local.service_name, value);
  } else if (tag == "scenario.run" && isOperator) {
    out = {.place = "scenarios"};
    out.query.addQueryItem("run", QString::fromStdString(value));
  } else {
    return {};
  }
  return Address::parse(out.toString());  // nothing for a value that is no part of an address
}

class Details {
 public:
  Details(const TraceData& data, RowIndex row, const std::string& zone)
      : m_data(data), m_row(row), m_line(data.rows()[row]), m_zone(zone) {}

  void facts(const tracemodel::Span& span, const tracemodel::UsualTimes* usual) {
    const auto& time = m_line.time.isKnown() ? m_line.time : m_line.otherTime;
    add(DetailTexts::tr("Duration"), texts::traceDuration(time.length));
    add(DetailTexts::tr("Of its own"), texts::traceDuration(m_data.selfTimeOf(m_row)));
    if (time.isKnown()) add(DetailTexts::tr("Begins after"), texts::traceDuration(time.start));
    if (const auto* known = usual ? usual->find(span.local.service_name, span.name) : nullptr) {
      add(DetailTexts::tr("Usually"), DetailTexts::tr("%1 (p95 %2, of %n span(s))", nullptr, static_cast<int>(known->spans))
                                          .arg(texts::traceDuration(known->p50), texts::traceDuration(known->p95)));
    }
    if (span.timestamp > 0) add(DetailTexts::tr("At"), exact(span.timestamp));
    if (const auto shift = m_data.shiftOf(m_row); shift != 0) {
      add(DetailTexts::tr("Clock corrected"), (shift > 0 ? "+" : QString::fromUtf8("−")) + texts::traceDuration(std::abs(shift)));
    }
    add(DetailTexts::tr("Kind"), texts::kind(span.kind));
    add(DetailTexts::tr("Service"), endpoint(span.local));
    if (!span.remote.empty()) add(DetailTexts::tr("Other side"), endpoint(span.remote));
    if (const auto why = texts::place(m_data.placeOf(m_row)); !why.isEmpty()) add(DetailTexts::tr("Place"), why);
    if (const auto* other = m_data.otherSpanOf(m_row); other != nullptr && m_line.time.isKnown()) {
      add(DetailTexts::tr("In the other trace"), texts::traceDuration(m_line.otherTime.length));
    }
  }

  void ids(const tracemodel::Span& span) {
    add(DetailTexts::tr("Span id"), shown(span.id));
    if (!span.parent_id.empty()) add(DetailTexts::tr("Parent id"), shown(span.parent_id));
    add(DetailTexts::tr("Trace id"), shown(span.trace_id));
  }

  void annotations(const tracemodel::Span& span) {
    for (const auto& note : span.annotations) {
      const auto since = note.timestamp + m_data.shiftOf(m_row) - m_data.begin();
      add("@ " + texts::traceDuration(std::max<std::int64_t>(0, since)), shown(note.value), Part::Annotation);
    }
  }

  void tags(const tracemodel::Span& span, bool isOperator) {
    for (const auto& [key, value] : span.tags) {
      add(shown(key), shown(value), Part::Tag);
      m_out.back().link = linkOf(span, key, value, isOperator);
    }
  }

  std::vector<TraceDetail> take() { return std::move(m_out); }

 private:
  void add(const QString& name, const QString& value, Part part = Part::Fact) {
    m_out.push_back({static_cast<int>(m_out.size()), part, name, value, {}});
  }
  QString exact(std::int64_t microseconds) const {
    const Timestamp at{std::chrono::microseconds{microseconds}};
    return texts::day(at, m_zone) + ' ' + texts::exactTime(at, m_zone);
  }

  const TraceData& m_data;
  RowIndex m_row;
  const TraceRow& m_line;
  const std::string& m_zone;
  std::vector<TraceDetail> m_out;
};

}  // namespace

std::vector<TraceDetail> detailsOf(const TraceData& data, RowIndex row, const tracemodel::UsualTimes* usual,
                                   bool isOperator, const std::string& zone) {
  const auto* span = data.spanOf(row);
  if (span == nullptr) return {};
  Details details(data, row, zone);
  details.facts(*span, usual);
  details.annotations(*span);
  details.tags(*span, isOperator);
  details.ids(*span);
  return details.take();
}

QString detailsText(const std::vector<TraceDetail>& details) {
  QString out;
  for (const auto& one : details) out += one.name + ": " + one.value + '\n';
  return out;
}

TraceDetailsModel::TraceDetailsModel(QObject* parent)
    : TableModel(
          {
              {[] { return DetailTexts::tr("Name"); }, [](const auto& row) { return row.name; }},
              Column<TraceDetail>{[] { return DetailTexts::tr("Value"); }, [](const auto& row) { return row.value; }}
                  .withToolTip([](const auto& row) { return row.value; }),
          },
          parent) {}

QVariant TraceDetailsModel::data(const QModelIndex& index, int role) const {
  if (index.isValid() && role == linkRole) return index.column() == Value && rowAt(index).link.has_value();
  return TableModel::data(index, role);
}

}  // namespace sharecar::desktop
