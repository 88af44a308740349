// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/signoutpage.h"

namespace gatehouse::identity {

QUrl signOutPage(const ProviderMetadata &metadata, const Provider &provider, const Secret &idToken)
{
    QUrl page = metadata.endSessionEndpoint;
    if (page.isEmpty())
        return page;
    QByteArray query = page.query(QUrl::FullyEncoded).toLatin1();
    if (!query.isEmpty())
        query += '&';
    query += "client_id=" + provider.clientId.toUtf8().toPercentEncoding();
    if (!idToken.isEmpty())
        query += "&id_token_hint=" + idToken.reveal().toByteArray();
    page.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    return page;
}

} // namespace gatehouse::identity
