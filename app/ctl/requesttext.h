// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/obstacles.h"

#include <QJsonObject>

namespace gatehouse::ctl {

// Requests as a terminal shows them and as scripts read them.
[[nodiscard]] QString requestsTable(const QList<workspace::QueueRow> &rows);
[[nodiscard]] QString requestDetails(const workspace::QueueRow &row);
[[nodiscard]] QJsonObject requestJson(const workspace::QueueRow &row);
[[nodiscard]] QJsonObject settlementJson(const gateway::SubscriptionId &id, gateway::Verdict verdict,
                                         const workspace::Settlement &settlement);
[[nodiscard]] QJsonObject previewJson(const workspace::Preview::Line &line);
[[nodiscard]] QJsonObject previewNumbersJson(const workspace::Preview &preview);
[[nodiscard]] QString
previewText(const workspace::Preview &preview);         // a table of what will not be, and the numbers
[[nodiscard]] QString pastOf(gateway::Verdict verdict); // "approved"
[[nodiscard]] QString decisionText(const gateway::Decision &decision); // "approved by Ada on …"
[[nodiscard]] QString moneyText(const gateway::Money &money);          // "12.30 EUR"
[[nodiscard]] QString timeText(const QDateTime &time);                 // "2026-11-23 13:47 UTC"

} // namespace gatehouse::ctl
