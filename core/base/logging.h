// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>
#include <QString>

// Every logging category of the project, in one place: gatehouse.<library>.
namespace gatehouse::log {
Q_DECLARE_LOGGING_CATEGORY(net)
Q_DECLARE_LOGGING_CATEGORY(store)
Q_DECLARE_LOGGING_CATEGORY(identity)
Q_DECLARE_LOGGING_CATEGORY(gateway)
Q_DECLARE_LOGGING_CATEGORY(analytics)
Q_DECLARE_LOGGING_CATEGORY(workspace)
Q_DECLARE_LOGGING_CATEGORY(ui)
Q_DECLARE_LOGGING_CATEGORY(app)
} // namespace gatehouse::log

namespace gatehouse {

// One line, safe to write: control, ANSI and bidirectional characters escaped, and anything that looks like
// a credential (bearer, code=, token members, JWT shapes) replaced. The last guard; secrets should not get
// here.
[[nodiscard]] QString redacted(QStringView text);

// Sends all Qt messages through redacted() to standard error and, when given, to a file kept at 0600.
void installLogSink(const QString &filePath = {});

} // namespace gatehouse
