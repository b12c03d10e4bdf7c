#include "chassis/sql/postgres_link.hpp"

#include <optional>

namespace sharecar::sql {
namespace {

bool failed(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK;
}

PostgresLink::Refused refused(const PGresult* result, std::size_t index) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return {PQresultErrorMessage(result), state ? state : "", index};
}

}  // namespace

PostgresLink::PostgresLink(const std::string& options) : link_(PQconnectdb(options.c_str())) {
  if (!open()) throw Lost{PQerrorMessage(link_.get())};
  PQsetErrorVerbosity(link_.get(), PQERRORS_TERSE);
  PQsetNoticeProcessor(  // the server's notices do not go to stderr
      link_.get(), [](void*, const char*) {}, nullptr);
  PQenterPipelineMode(link_.get());
}

void PostgresLink::check(int sent) const {
  if (sent != 1) throw Lost{PQerrorMessage(link_.get())};
}

PostgresResult PostgresLink::next() {
  PostgresResult result{PQgetResult(link_.get())};
  if (!result || !open()) throw Lost{PQerrorMessage(link_.get())};
  if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) return result;
  while (const PostgresResult rest{PQgetResult(link_.get())}) {  // a null ends each query
  }
  return result;
}

PostgresResult PostgresLink::exchange(const std::vector<Query>& queries) {
  auto* link = link_.get();
  std::vector<bool> preparing;
  for (const auto& query : queries) {
    preparing.push_back(!*query.prepared);
    if (preparing.back()) check(PQsendPrepare(link, query.name, query.text, 0, nullptr));
    *query.prepared = true;
    check(PQsendQueryPrepared(link, query.name, static_cast<int>(query.values.size()), query.values.data(), nullptr,
                              nullptr, 0));
  }
  check(PQpipelineSync(link));
  std::optional<Refused> refusal;
  PostgresResult last;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    if (preparing[i]) {
      const auto made = next();
      if (failed(made.get())) {
        *queries[i].prepared = false;
        if (!refusal) refusal = refused(made.get(), i);
      }
    }
    last = next();
    if (failed(last.get()) && !refusal) refusal = refused(last.get(), i);
  }
  next();  // the end of the pipeline
  if (refusal) throw std::move(*refusal);
  return last;
}

void PostgresLink::script(const std::string& text) {
  PQexitPipelineMode(link_.get());
  const PostgresResult result{PQexec(link_.get(), text.c_str())};
  if (!open()) throw Lost{PQerrorMessage(link_.get())};
  PQenterPipelineMode(link_.get());
  if (failed(result.get()) && PQresultStatus(result.get()) != PGRES_EMPTY_QUERY) throw refused(result.get(), 0);
}

}  // namespace sharecar::sql
