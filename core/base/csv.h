// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

namespace gatehouse {

// One record of RFC 4180, UTF-8, with its line end (CRLF). A field that a spreadsheet would take for a
// formula (it begins with = + - @, a tab, a line end, NUL, or the full-width form of one) gets a ' in front
// (OWASP ASVS 1.2.10): the file is for people. Numbers that programs write keep their minus.
[[nodiscard]] QByteArray csvRecord(const QStringList &fields);

} // namespace gatehouse
