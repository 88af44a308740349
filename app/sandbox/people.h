// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace gatehouse::sandbox {

// Somebody who can sign in here. Nobody has a password: the sandbox listens on loopback only.
struct Person
{
    QString subject;
    QString name;
    QString email;
    QString role;        // shown on the sign-in page
    QStringList roles;   // "platform-admin", "approver", "auditor", "prompt-engineer"
    QStringList tenants; // ids
    bool seesAll = false;

    [[nodiscard]] bool isAdmin() const { return roles.contains(QStringLiteral("platform-admin")); }
    [[nodiscard]] bool mayDecide() const { return isAdmin() || roles.contains(QStringLiteral("approver")); }
    [[nodiscard]] bool sees(const QString &tenant) const { return seesAll || tenants.contains(tenant); }
    [[nodiscard]] QStringList may() const;
};

[[nodiscard]] const QList<Person> &people();
[[nodiscard]] std::optional<Person> findPerson(const QString &subject);

} // namespace gatehouse::sandbox
