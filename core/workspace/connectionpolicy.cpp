// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/connectionpolicy.h"

using namespace Qt::StringLiterals;

namespace gatehouse::workspace {

void narrow(Connection &connection, const store::ManagedPolicy &policy)
{
    connection.allowsDeviceGrant = connection.allowsDeviceGrant && policy.allowsDeviceGrant;
    if (!policy.allowsOwnAuthorities)
        connection.caFile.clear();
    if (!policy.allowsOwnProxy)
        connection.proxy.clear();
    if (!policy.allowsSystemLog) {
        connection.systemLog.clear();
        connection.systemLogClientId.clear();
    }
}

QList<Error::Field> forbiddenIn(const Connection &connection, const std::optional<Connection> &known,
                                const store::ManagedPolicy &policy)
{
    Connection narrowed = connection;
    narrow(narrowed, policy);
    QList<Error::Field> fields;
    const auto note = [&fields](const QString &path, bool isForbidden) {
        if (isForbidden)
            fields.append({.path = path, .message = u"The administrator of this computer forbids it."_s});
    };
    note(u"device_grant"_s, narrowed.allowsDeviceGrant != connection.allowsDeviceGrant);
    note(u"ca_file"_s, narrowed.caFile != connection.caFile);
    note(u"proxy"_s, narrowed.proxy != connection.proxy);
    note(u"system_log"_s, narrowed.systemLog != connection.systemLog ||
                              narrowed.systemLogClientId != connection.systemLogClientId);
    note(u"pins"_s, !policy.allowsOwnPins && connection.pins != (known ? known->pins : QByteArrayList()));
    return fields;
}

} // namespace gatehouse::workspace
