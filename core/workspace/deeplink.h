// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/gateway/values.h"

#include <QString>
#include <QStringList>

namespace gatehouse::workspace {

// Where a link leads: to one request of one connection. It only ever navigates; nothing is decided, signed in
// or added because of one, so that a link may come from anybody.
struct DeepLink
{
    QString connection; // its name
    gateway::SubscriptionId request;
    bool operator==(const DeepLink &) const = default;
};

constexpr qsizetype longestRequestId = 128;

// "gatehouse://<connection>/requests/<id>" and nothing else: both parts are unreserved characters (RFC 3986
// 2.3) or percent-encoded UTF-8, decoded once. Invalid, with a code and a sentence as title, for everything
// else.
[[nodiscard]] Result<DeepLink> readDeepLink(const QString &text);
// The link that readDeepLink() reads as this.
[[nodiscard]] QString writeDeepLink(const DeepLink &link);
// Invalid, as above, unless one of the known connections is meant.
[[nodiscard]] Result<void> checkKnown(const DeepLink &link, const QStringList &connections);

// What one start of the program tells another that runs already: come to the front, or lead somewhere. A line
// of UTF-8 without its end, "raise" or "open <connection>\t<id>": what was read from a link, never the link.
struct InstanceOrder
{
    std::optional<DeepLink> target = {}; // nothing: only come to the front
    bool operator==(const InstanceOrder &) const = default;
};

constexpr qsizetype longestInstanceLine = 1024; // bytes, its end included

[[nodiscard]] QByteArray writeInstanceOrder(const InstanceOrder &order);
[[nodiscard]] Result<InstanceOrder> readInstanceOrder(QByteArrayView line);

} // namespace gatehouse::workspace
