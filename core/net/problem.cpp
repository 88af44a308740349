// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/problem.h"
#include "core/base/json.h"
#include "core/net/mediatype.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gatehouse::net {

namespace {

constexpr JsonLimits limits{.bytes = 256 * 1024, .depth = 8};

QString text(const QJsonObject &object, QLatin1StringView name, qsizetype most)
{
    return object.value(name).toString().left(most);
}

QString lastSegment(const QString &type)
{
    if (type == u"about:blank"_s)
        return {};
    QString path = type;
    while (path.endsWith(u'/'))
        path.chop(1);
    const auto isSeparator = [](QChar c) { return c == u'/' || c == u':' || c == u'#'; };
    const auto separator = std::find_if(path.crbegin(), path.crend(), isSeparator);
    return path.sliced(std::distance(separator, path.crend())).left(64);
}

QList<Error::Field> fieldsOf(const QJsonValue &errors)
{
    constexpr qsizetype most = 64;
    QList<Error::Field> fields;
    for (const auto &entry : errors.toArray()) {
        const QJsonObject object = entry.toObject();
        const QString pointer = text(object, "pointer"_L1, 256);
        Error::Field field{.path = pointer.isEmpty() ? text(object, "field"_L1, 256) : pointer,
                           .message = text(object, "detail"_L1, 1000)};
        if (!field.path.isEmpty() || !field.message.isEmpty())
            fields.append(std::move(field));
        if (fields.size() == most)
            break;
    }
    return fields;
}

} // namespace

std::optional<Problem> readProblem(QByteArrayView contentType, QByteArrayView body)
{
    if (mediaType(contentType) != "application/problem+json")
        return {};
    const Result<QJsonObject> read = readJson(
        body, [](JsonReader &reader) { return reader.rawObject(); }, limits);
    if (!read)
        return {};
    return Problem{.code = lastSegment(text(*read, "type"_L1, 512)),
                   .title = text(*read, "title"_L1, 300),
                   .detail = text(*read, "detail"_L1, 2000),
                   .fields = fieldsOf(read->value("errors"_L1))};
}

} // namespace gatehouse::net
