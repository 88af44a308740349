// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hashchain.h"

#include <QCryptographicHash>

namespace gatehouse {

QByteArray chainHash(const QByteArray &before, const QByteArray &record)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(before);
    hash.addData(record);
    return hash.result();
}

QByteArray chainStart()
{
    return QByteArray(32, '\0');
}

} // namespace gatehouse
