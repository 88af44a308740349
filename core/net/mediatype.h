// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace gatehouse::net {

// "Application/JSON; charset=utf-8" is "application/json".
[[nodiscard]] QByteArray mediaType(QByteArrayView contentType);

// Whether an answer of that type is what was asked for. "application/json" takes every "application/…+json";
// an empty `accept` takes anything.
[[nodiscard]] bool accepts(QByteArrayView accept, QByteArrayView contentType);

} // namespace gatehouse::net
