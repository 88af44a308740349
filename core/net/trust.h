// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArrayList>
#include <QNetworkProxy>
#include <QSslCertificate>
#include <QString>

#include <optional>

namespace gatehouse::net {

// Whom one connection trusts, and which way it goes.
struct Trust
{
    QList<QSslCertificate> authorities = {}; // beside the system's
    // SHA-256 of a public key (SPKI), base64: one certificate of the verified chain must have one of these;
    // empty: any.
    QByteArrayList pins = {};
    std::optional<QNetworkProxy> proxy = {}; // nothing: the system's; the loopback never goes through one
};

// Certificates of a PEM file. Configuration, with the file as title, when there is none in it.
[[nodiscard]] Result<QList<QSslCertificate>> readAuthorities(const QString &pemFile);
// "system", "none" or "http://host:port", "socks5://host:port". Configuration otherwise; a user name or
// password does not belong in it.
[[nodiscard]] Result<std::optional<QNetworkProxy>> readProxy(const QString &word);
[[nodiscard]] QByteArray pinOf(const QSslCertificate &certificate);
// Whether one of the chain is pinned, or nothing is.
[[nodiscard]] bool fitsPins(const QList<QSslCertificate> &chain, const QByteArrayList &pins);

} // namespace gatehouse::net
