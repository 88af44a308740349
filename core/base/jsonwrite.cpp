// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <QJsonDocument>

namespace gatehouse {

QByteArray writeJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject overlaid(const QJsonObject &asRead, const QJsonObject &changes)
{
    QJsonObject result = asRead;
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        if (it->isNull())
            result.remove(it.key());
        else if (it->isObject())
            result.insert(it.key(), overlaid(result.value(it.key()).toObject(), it->toObject()));
        else
            result.insert(it.key(), *it);
    }
    return result;
}

} // namespace gatehouse
