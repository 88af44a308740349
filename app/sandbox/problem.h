// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/exchange.h"

#include <QJsonObject>

namespace gatehouse::sandbox {

// An RFC 9457 problem document; `word` is the last segment of its type.
[[nodiscard]] Answer problem(int status, const QString &word, const QString &title,
                             const QString &detail = {}, QJsonObject more = {});
[[nodiscard]] Answer json(const QJsonObject &object, int status = 200);
// 200 with an ETag over the body, or 304 when the client has it.
[[nodiscard]] Answer cacheable(const Request &request, const QJsonObject &object, QByteArray etag = {});

} // namespace gatehouse::sandbox
