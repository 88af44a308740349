// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArrayView>

#include <optional>

namespace gatehouse::net {

// An RFC 9457 problem document. Its texts are the server's: hostile, plain, and cut to a bearable length.
struct Problem
{
    QString code; // the last segment of "type"; empty for about:blank
    QString title;
    QString detail;
    QList<Error::Field> fields;
};

// Nothing when the answer is no problem document. A member of the wrong type is ignored (RFC 9457 3.1).
[[nodiscard]] std::optional<Problem> readProblem(QByteArrayView contentType, QByteArrayView body);

} // namespace gatehouse::net
