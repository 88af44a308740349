// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>

namespace gatehouse::audit {

// One record of the console's own trail. `record` has at least "number", "at" and "action"; of a decision
// also "connection", "actor", "actor_name", "subscription", "verdict", "context" (what stood there when it
// was decided: "application", "api", "tenant", "requester", "requested_at", "due_at", "sensitive",
// "required_approvals", "approvers", "reason_required") and, where given, "reason", "terms" and "note". Names
// and reasons are other people's text.
struct TrailLine
{
    qint64 number = 0;
    QDateTime at = {};
    QByteArray json = {}; // the record's bytes, as they were chained
    QByteArray previous = {};
    QByteArray hash = {};
    QJsonObject record = {}; // the same, parsed

    [[nodiscard]] QString text(const QString &member) const { return record.value(member).toString(); }
    [[nodiscard]] QJsonObject context() const { return record.value(QStringLiteral("context")).toObject(); }
    bool operator==(const TrailLine &) const = default;
};

} // namespace gatehouse::audit
