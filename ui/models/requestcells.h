// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/requestrows.h"

#include <QVariant>

namespace gatehouse::ui {

// What the table says of a request, in each column and role.
[[nodiscard]] QVariant requestCell(const workspace::QueueRow &row, RequestColumn column, int role,
                                   const QDateTime &now);
// "Fraud Analysts · 3 requests"
[[nodiscard]] QString headText(const QString &group, int count);

} // namespace gatehouse::ui
