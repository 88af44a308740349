// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/body.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

std::variant<QJsonObject, Answer> readBody(const Request &request, qsizetype limit)
{
    if (request.body.size() > limit)
        return problem(413, u"too-large"_s, u"The body is over %1 KiB."_s.arg(limit / 1024));
    if (request.header("Content-Type").split(';').constFirst().trimmed().toLower() != "application/json")
        return problem(415, u"unsupported-media-type"_s, u"The body must be application/json."_s);
    QJsonParseError parsing;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &parsing);
    if (parsing.error != QJsonParseError::NoError || !document.isObject())
        return problem(400, u"invalid-json"_s, u"The body is not a JSON object."_s);
    return document.object();
}

} // namespace gatehouse::sandbox
