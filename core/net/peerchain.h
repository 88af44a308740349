// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QSslCertificate>
#include <QSslConfiguration>

namespace gatehouse::net {

// The chain from the server's own certificate to an authority that this configuration trusts, built anew:
// Qt only tells what the server sent, and a server may send along any certificate it has seen somewhere.
// Empty when there is none.
[[nodiscard]] QList<QSslCertificate> verifiedChain(const QSslConfiguration &handshake);

// What a person needs to tell a renewed certificate from an interloper's: certificate.subject, .issuer,
// .names, .from, .until and .sha256. The server's words, hostile like all of them; empty without one.
[[nodiscard]] QList<Error::Field> fieldsOf(const QSslCertificate &certificate);

} // namespace gatehouse::net
