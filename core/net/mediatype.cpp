// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/mediatype.h"

namespace gatehouse::net {

QByteArray mediaType(QByteArrayView contentType)
{
    const qsizetype parameters = contentType.indexOf(';');
    const QByteArrayView type = parameters < 0 ? contentType : contentType.first(parameters);
    return type.trimmed().toByteArray().toLower();
}

bool accepts(QByteArrayView accept, QByteArrayView contentType)
{
    if (accept.isEmpty())
        return true;
    const QByteArray wanted = mediaType(accept);
    const QByteArray type = mediaType(contentType);
    return type == wanted ||
           (wanted == "application/json" && type.startsWith("application/") && type.endsWith("+json"));
}

} // namespace gatehouse::net
