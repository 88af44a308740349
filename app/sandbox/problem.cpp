// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/problem.h"

#include <QCryptographicHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

Answer problem(int status, const QString &word, const QString &title, const QString &detail, QJsonObject more)
{
    more.insert(u"type"_s, u"https://gatehouse.invalid/problems/"_s + word);
    more.insert(u"title"_s, title);
    more.insert(u"status"_s, status);
    if (!detail.isEmpty())
        more.insert(u"detail"_s, detail);
    Answer answer = json(more, status);
    answer.contentType = "application/problem+json";
    return answer;
}

Answer json(const QJsonObject &object, int status)
{
    return {.status = status, .body = QJsonDocument(object).toJson(QJsonDocument::Compact), .headers = {}};
}

Answer cacheable(const Request &request, const QJsonObject &object, QByteArray etag)
{
    Answer answer = json(object);
    if (etag.isEmpty())
        etag = '"' + QCryptographicHash::hash(answer.body, QCryptographicHash::Sha256).toHex().left(24) + '"';
    if (request.header("If-None-Match") == etag)
        answer = {.status = 304, .contentType = {}, .body = {}, .headers = {}};
    answer.headers.append({"ETag", etag});
    return answer;
}

} // namespace gatehouse::sandbox
