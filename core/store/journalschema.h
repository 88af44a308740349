// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sqlitethread.h"

namespace gatehouse::store {

// The steps of journal.sqlite, which holds the journal and the audit trail: they are written together.
[[nodiscard]] QList<SqliteThread::Migration> journalMigrations();

} // namespace gatehouse::store
