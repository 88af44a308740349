// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/bearer.h"
#include "app/sandbox/database.h"

#include <array>
#include <functional>

namespace gatehouse::sandbox {

// Requests, errors, tokens in, tokens out, cost.
using Figures = std::array<qint64, 5>;

// How heavily a subscription uses its right, against the others: 1 to 1000.
[[nodiscard]] int shareWeight(quint32 seed, const QString &subscription);
// The part of `total` that falls to the weights from `before` up to `before + own`, of `sum` in all. The
// parts that lie side by side add up to the total, and errors are never more than requests.
[[nodiscard]] Figures shareOf(const Figures &total, qint64 before, qint64 own, qint64 sum);

// Whose share is asked for; empty members are not asked for.
struct ShareQuestion
{
    QString application; // id
    QString subscription;
    qint64 from = 0; // full hours
    qint64 to = 0;
};
// The traffic of a tenant with an API, divided among those that had the right in that hour. What nobody had
// the right for is nobody's. Only what the caller may see.
void forEachShare(Database &database, quint32 seed, const ShareQuestion &question, const Caller &caller,
                  const std::function<void(qint64 hour, const QString &tenant, const QString &api,
                                           const Figures &figures)> &visit);

} // namespace gatehouse::sandbox
