// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/exchange.h"
#include "app/sandbox/people.h"

namespace gatehouse::sandbox {

// The provider's pages: plain HTML, no scripts, everything escaped.
[[nodiscard]] Answer peoplePage(const QString &interaction, const QString &csrf);
[[nodiscard]] Answer consentPage(const QString &interaction, const QString &csrf, const Person &person,
                                 const QStringList &scopes, bool asksSecondFactor);
[[nodiscard]] Answer messagePage(int status, const QString &title, const QString &text);
[[nodiscard]] Answer redirectTo(const QByteArray &address, const QString &says);

} // namespace gatehouse::sandbox
