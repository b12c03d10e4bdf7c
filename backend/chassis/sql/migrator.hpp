/// Brings a database to the schema that this program was built with. Used by Database::migrate.
#pragma once

#include <string>
#include <string_view>

#include "chassis/sql/migration.hpp"
#include "chassis/sql/session.hpp"

namespace sharecar::sql {

/// Applies the chassis' own migrations for `system` ("postgresql" or "sqlite") and then `migrations`, those that are
/// not yet in schema_migrations, in one transaction and under a lock that other processes wait for. Throws
/// std::runtime_error when the text of an applied migration has changed, or when one fails.
void apply(Context& context, Session& session, std::string_view system, const Migrations& migrations);

/// SHA-256 in lower-hex digits: what schema_migrations remembers of a text.
std::string checksum(std::string_view text);

/// outbox, inbox and the positions in the log.
const Migrations& own_migrations(std::string_view system);

}  // namespace sharecar::sql
