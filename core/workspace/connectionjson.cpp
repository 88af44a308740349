// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/connectionjson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;

namespace {

constexpr JsonLimits ImportLimits{.bytes = 64 * 1024, .depth = 8};

struct StageWord
{
    Stage stage;
    QLatin1StringView word;
};
constexpr StageWord kStages[] = {{Stage::Production, "production"_L1},
                                 {Stage::Staging, "staging"_L1},
                                 {Stage::Development, "development"_L1},
                                 {Stage::Sandbox, "sandbox"_L1}};

QStringList texts(const QByteArrayList &bytes)
{
    QStringList list;
    for (const QByteArray &each : bytes)
        list.append(QString::fromLatin1(each));
    return list;
}

// Members of what is rarely needed; all of them, so that an edit can take one away again.
QJsonObject furtherMembers(const Connection &connection)
{
    QJsonArray roles;
    for (const identity::RoleRule &rule : connection.roles)
        roles.append(QJsonObject{{u"claim"_s, rule.claim},
                                 {u"value"_s, rule.value},
                                 {u"may"_s, QJsonArray::fromStringList(rule.may)}});
    return {{u"pushed_request"_s, connection.pushesRequest},
            {u"device_grant"_s, connection.allowsDeviceGrant},
            {u"dpop"_s, connection.provesPossession},
            {u"ask_consent"_s, connection.asksConsent},
            {u"own_callback_path"_s, connection.ownPath},
            {u"profile"_s, connection.profile == identity::Profile::Okta ? u"okta"_s : u"standard"_s},
            {u"resource"_s, connection.resource},
            {u"trusted_audiences"_s, QJsonArray::fromStringList(connection.trustedAudiences)},
            {u"clock_skew"_s, qint64(connection.skew.count())},
            {u"step_up_acr"_s, QJsonArray::fromStringList(connection.stepUpAcr)},
            {u"roles"_s, roles},
            {u"system_log"_s, connection.systemLog.toString(QUrl::FullyEncoded)},
            {u"system_log_client_id"_s, connection.systemLogClientId},
            {u"ca_file"_s, connection.caFile},
            {u"pins"_s, QJsonArray::fromStringList(texts(connection.pins))},
            {u"proxy"_s, connection.proxy}};
}

void readFurther(JsonReader &r, Connection &connection)
{
    connection.pushesRequest = r.optionalBoolean("pushed_request").value_or(false);
    connection.allowsDeviceGrant = r.optionalBoolean("device_grant").value_or(false);
    connection.provesPossession = r.optionalBoolean("dpop").value_or(false);
    connection.asksConsent = r.optionalBoolean("ask_consent").value_or(false);
    connection.ownPath = r.optionalBoolean("own_callback_path").value_or(false);
    const QString profile = r.optionalString("profile").value_or(u"standard"_s);
    if (profile == "okta"_L1)
        connection.profile = identity::Profile::Okta;
    else if (profile != "standard"_L1)
        r.fail("profile", "standard or okta");
    connection.resource = r.optionalString("resource").value_or(QString());
    connection.trustedAudiences = r.optionalStrings("trusted_audiences");
    connection.skew = std::chrono::seconds(r.optionalInteger("clock_skew", 0, 300).value_or(60));
    connection.stepUpAcr = r.optionalStrings("step_up_acr");
    r.optionalObjects("roles", [&connection](JsonReader &rule) {
        connection.roles.append(
            {.claim = rule.string("claim"), .value = rule.string("value"), .may = rule.strings("may")});
    });
    connection.systemLog = QUrl(r.optionalString("system_log").value_or(QString()), QUrl::StrictMode);
    connection.systemLogClientId = r.optionalString("system_log_client_id").value_or(QString());
    connection.caFile = r.optionalString("ca_file").value_or(QString());
    for (const QString &pin : r.optionalStrings("pins"))
        connection.pins.append(pin.toLatin1());
    connection.proxy = r.optionalString("proxy").value_or(QString());
}

} // namespace

QJsonObject membersOf(const Connection &connection)
{
    QJsonArray ports;
    for (const quint16 port : connection.ports)
        ports.append(port);
    const auto *stage = std::find_if(std::begin(kStages), std::end(kStages),
                                     [&](const StageWord &w) { return w.stage == connection.stage; });
    QJsonObject members{{u"name"_s, connection.name},
                        {u"stage"_s, stage->word},
                        {u"api"_s, connection.api.toString(QUrl::FullyEncoded)},
                        {u"issuer"_s, connection.issuer.toString()},
                        {u"client_id"_s, connection.clientId},
                        {u"scopes"_s, QJsonArray::fromStringList(connection.scopes)},
                        {u"ports"_s, ports}};
    const QJsonObject further = furtherMembers(connection);
    for (auto it = further.begin(); it != further.end(); ++it)
        members.insert(it.key(), it.value());
    return members;
}

Connection readConnection(JsonReader &r)
{
    Connection connection;
    connection.name = r.string("name");
    const QString word = r.string("stage");
    const auto *stage = std::find_if(std::begin(kStages), std::end(kStages),
                                     [&](const StageWord &w) { return w.word == word; });
    if (stage == std::end(kStages))
        r.fail("stage", "a stage");
    else
        connection.stage = stage->stage;
    connection.api = QUrl(r.string("api"), QUrl::StrictMode);
    connection.issuer = identity::Issuer(r.string("issuer"));
    connection.clientId = r.string("client_id");
    connection.scopes = r.strings("scopes");
    connection.ports.clear();
    for (const qint64 port : r.integers("ports")) {
        if (port < 0 || port > 65535)
            r.fail("ports", "a port number");
        connection.ports.append(static_cast<quint16>(port));
    }
    readFurther(r, connection);
    if (const Result<void> checked = check(connection); !checked)
        r.fail("name", "a usable connection");
    return connection;
}

QByteArray exported(const Connection &connection)
{
    QJsonObject members = membersOf(connection);
    members.remove(u"ca_file"_s);
    members.insert(u"gatehouse_connection"_s, 1);
    return QJsonDocument(members).toJson(QJsonDocument::Indented);
}

Result<Connection> imported(QByteArrayView bytes)
{
    return readJson(
        bytes,
        [](JsonReader &r) {
            (void)r.integer("gatehouse_connection", 1, 1);
            Connection shape;
            QJsonObject known = membersOf(shape);
            known.remove(u"ca_file"_s); // a stranger's file names no files of this computer
            for (const QString &name : r.memberNames())
                if (name != "gatehouse_connection"_L1 && !known.contains(name))
                    r.fail(name.toStdString(), "nothing: it does not belong in such a file");
            return readConnection(r);
        },
        ImportLimits);
}

} // namespace gatehouse::workspace
