// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/redirecturis.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

// A18: a response of one provider cannot pass for another's.
QByteArray redirectPath(const Provider &provider)
{
    if (!provider.ownPath)
        return "/callback";
    return "/callback/" +
           QCryptographicHash::hash(provider.issuer.toString().toUtf8(), QCryptographicHash::Sha256)
               .toHex()
               .first(8);
}

QStringList redirectUris(const Provider &provider)
{
    QStringList uris;
    for (const quint16 port : provider.ports) {
        const QString host = port == 0 ? u"http://127.0.0.1"_s : u"http://127.0.0.1:%1"_s.arg(port);
        uris.append(host + QString::fromLatin1(redirectPath(provider)));
    }
    return uris;
}

} // namespace gatehouse::identity
