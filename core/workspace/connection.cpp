// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/connection.h"

#include "core/base/json.h"
#include "core/identity/redirecturis.h"
#include "core/store/settings.h"
#include "core/workspace/connectionjson.h"
#include "core/workspace/connectionpolicy.h"

#include <QFileInfo>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostBytes = 1024 * 1024;
constexpr qsizetype kLongestName = 64;

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

bool isPin(const QByteArray &text)
{
    const QByteArray hash = QByteArray::fromBase64(text);
    return hash.size() == 32 && hash.toBase64() == text;
}

QString whyUnusable(const QUrl &url)
{
    if (!url.isValid() || url.isRelative() || url.host().isEmpty())
        return u"This is not a full address, such as https://gw.example.com."_s;
    if (url.scheme() != "https"_L1 && url.scheme() != "http"_L1)
        return u"The address must start with https://."_s;
    if (url.scheme() == "http"_L1 && !isLoopback(url))
        return u"Plain http is accepted for this computer only; use https."_s;
    if (!url.userInfo().isEmpty())
        return u"The address must not hold a user name or password."_s;
    if (url.hasQuery() || url.hasFragment())
        return u"The address must not hold a query or a fragment."_s;
    return {};
}

QString whyUnusable(const QString &name)
{
    if (name.trimmed().isEmpty())
        return u"A connection needs a name."_s;
    if (name.size() > kLongestName)
        return u"The name is longer than 64 characters."_s;
    const bool printable =
        std::all_of(name.cbegin(), name.cend(), [](QChar c) { return c.isPrint() || c.isSurrogate(); });
    if (!printable || name != name.trimmed())
        return u"The name must be printable characters, without spaces at its ends."_s;
    return {};
}

// A scope is what RFC 6749 3.3 allows, so that joining with spaces keeps them apart.
bool isScope(const QString &scope)
{
    return !scope.isEmpty() && std::all_of(scope.cbegin(), scope.cend(), [](QChar c) {
        return c > u' ' && c < u'\x7f' && c != u'"' && c != u'\\';
    });
}

struct File
{
    QJsonObject asRead;
    QList<Connection> connections;
};

Result<File> readBook(const QString &path)
{
    if (!QFileInfo::exists(path))
        return File{};
    const Result<QByteArray> bytes = store::readFile(path, kMostBytes);
    if (!bytes)
        return failure(bytes.error());
    Result<File> file = readJson(*bytes, [](JsonReader &r) {
        File read;
        read.asRead = r.rawObject();
        r.objects("connections", [&read](JsonReader &c) { read.connections.append(readConnection(c)); });
        return read;
    });
    if (!file) {
        Error error = file.error();
        error.title = path;
        return failure(std::move(error));
    }
    return file;
}

} // namespace

identity::Provider providerOf(const Connection &connection)
{
    return {.issuer = connection.issuer,
            .clientId = connection.clientId,
            .scopes = connection.scopes,
            .ports = connection.ports,
            .pushesRequest = connection.pushesRequest,
            .allowsDeviceGrant = connection.allowsDeviceGrant,
            .provesPossession = connection.provesPossession,
            .asksConsent = connection.asksConsent,
            .ownPath = connection.ownPath,
            .profile = connection.profile,
            .resource = connection.resource,
            .trustedAudiences = connection.trustedAudiences,
            .skew = connection.skew,
            .roles = connection.roles};
}

QStringList stepUpAcrOf(const Connection &connection)
{
    if (connection.stepUpAcr.isEmpty() && connection.profile == identity::Profile::Okta)
        return {u"urn:okta:loa:2fa:any"_s};
    return connection.stepUpAcr;
}

bool staysSignedIn(const QStringList &scopes)
{
    return scopes.contains("offline_access"_L1);
}

QStringList withStaying(QStringList scopes, bool stays)
{
    if (!stays)
        scopes.removeAll(u"offline_access"_s);
    else if (!staysSignedIn(scopes))
        scopes.append(u"offline_access"_s);
    return scopes;
}

QStringList redirectUrisOf(const Connection &connection)
{
    return identity::redirectUris(providerOf(connection));
}

std::optional<identity::Provider> logProviderOf(const Connection &connection)
{
    if (connection.systemLog.isEmpty())
        return std::nullopt;
    identity::Provider provider;
    provider.issuer = connection.systemLog;
    provider.clientId = connection.systemLogClientId;
    // With the address, to see that it is the same person.
    provider.scopes = withStaying({u"openid"_s, u"profile"_s, u"email"_s, u"okta.logs.read"_s},
                                  staysSignedIn(connection.scopes));
    provider.ports = connection.ports;
    provider.ownPath = connection.ownPath;
    provider.allowsDeviceGrant = connection.allowsDeviceGrant;
    provider.provesPossession = connection.provesPossession;
    provider.profile = identity::Profile::Okta;
    provider.skew = connection.skew;
    return provider;
}

namespace {

template <typename Note>
void noteLog(const Connection &connection, const Note &note)
{
    if (connection.systemLog.isEmpty() && connection.systemLogClientId.isEmpty())
        return;
    const QString path = connection.systemLog.path();
    note(u"system_log"_s, whyUnusable(connection.systemLog));
    if (!path.isEmpty() || connection.systemLog.hasQuery())
        note(u"system_log"_s, u"Name the Okta org alone: https://example.okta.com, nothing behind it."_s);
    if (connection.systemLogClientId.trimmed().isEmpty())
        note(u"system_log_client_id"_s, u"The client id for the System Log is missing."_s);
    if (connection.ports.contains(0))
        note(u"ports"_s, u"The System Log is signed in to at Okta, which compares the redirect address with "
                         "its port: name fixed ports."_s);
}

} // namespace

Result<void> check(const Connection &connection)
{
    Error error{.kind = Error::Kind::Invalid, .title = connection.name};
    const auto note = [&error](const QString &field, const QString &message) {
        if (!message.isEmpty())
            error.fields.append({.path = field, .message = message});
    };
    note(u"name"_s, whyUnusable(connection.name));
    note(u"api"_s, whyUnusable(connection.api));
    note(u"issuer"_s, whyUnusable(connection.issuer.url()));
    if (connection.clientId.trimmed().isEmpty())
        note(u"client_id"_s, u"The provider's client id is missing."_s);
    if (!connection.scopes.contains("openid"_L1))
        note(u"scopes"_s, u"The scope openid is needed to sign in."_s);
    else if (!std::all_of(connection.scopes.cbegin(), connection.scopes.cend(), isScope))
        note(u"scopes"_s, u"A scope is one word without spaces or quotes."_s);
    if (connection.ports.isEmpty())
        note(u"ports"_s, u"Name at least one port; 0 takes any free one."_s);
    else if (connection.profile == identity::Profile::Okta && connection.ports.contains(0))
        note(u"ports"_s, u"Okta compares the redirect address with its port: name fixed ports, and register "
                         "each of them."_s);
    if (connection.skew.count() < 0 || connection.skew.count() > 300)
        note(u"clock_skew"_s, u"The clocks may be apart by 0 to 300 seconds."_s);
    for (const identity::RoleRule &rule : connection.roles)
        if (rule.claim.isEmpty() || rule.value.isEmpty() || rule.may.isEmpty())
            note(u"roles"_s, u"A role names a claim, a value, and at least one right."_s);
    noteLog(connection, note);
    if (!connection.caFile.isEmpty() && !QFileInfo(connection.caFile).isReadable())
        note(u"ca_file"_s, u"This file cannot be read."_s);
    if (!std::all_of(connection.pins.cbegin(), connection.pins.cend(), isPin))
        note(u"pins"_s, u"A pin is the SHA-256 of a public key in base64."_s);
    static const QRegularExpression proxy(
        QRegularExpression::anchoredPattern(u"|system|none|(http|socks5)://[^/@:?#\\s]+:\\d{1,5}"_s));
    if (!proxy.match(connection.proxy).hasMatch())
        note(u"proxy"_s, u"The proxy is system, none, http://host:port or socks5://host:port."_s);
    if (!error.fields.isEmpty())
        return failure(std::move(error));
    return {};
}

ConnectionBook::ConnectionBook(QString filePath, QObject *parent)
    : QObject(parent)
    , m_filePath(std::move(filePath))
{}

Result<void> ConnectionBook::setPolicy(const Result<store::ManagedPolicy> &policy)
{
    m_policy = policy.value_or(store::ManagedPolicy{});
    m_managed.clear();
    m_policyError = policy ? std::nullopt : std::optional(policy.error());
    if (policy) {
        const QJsonObject fixed{{u"connections"_s, policy->connections}};
        const auto read = readJson(writeJson(fixed), [](JsonReader &r) {
            QList<Connection> connections;
            r.objects("connections", [&](JsonReader &c) { connections.append(readConnection(c)); });
            return connections;
        });
        if (read)
            m_managed = *read;
        else
            m_policyError = Error{.kind = Error::Kind::Configuration,
                                  .code = u"policy"_s,
                                  .title = store::ManagedPolicy::standardPath(),
                                  .detail = read.error().detail};
    }
    for (Connection &connection : m_managed) {
        connection.isManaged = true;
        connection.allowsDeviceGrant = connection.allowsDeviceGrant && m_policy.allowsDeviceGrant;
    }
    Result<void> loaded = load();
    emit changed(); // what may be done with them did, if not they
    return loaded;
}

Result<void> ConnectionBook::load()
{
    if (m_policyError) {
        m_connections.clear();
        emit changed();
        return failure(*m_policyError);
    }
    Result<File> file = readBook(m_filePath);
    if (!file)
        return failure(file.error());
    QList<Connection> all = m_managed;
    for (Connection &connection : file->connections) {
        const bool isHidden =
            !m_policy.allowsOtherConnections ||
            std::any_of(m_managed.cbegin(), m_managed.cend(),
                        [&](const Connection &managed) { return managed.name == connection.name; });
        narrow(connection, m_policy);
        if (!isHidden)
            all.append(std::move(connection));
    }
    if (m_connections != all) {
        m_connections = std::move(all);
        emit changed();
    }
    return {};
}

// What the policy of this computer says against a change of this name.
std::optional<Error> ConnectionBook::refusal(const QString &name) const
{
    const std::optional<Connection> known = find(name);
    if (!m_policyError && m_policy.allowsOtherConnections && !(known && known->isManaged))
        return std::nullopt;
    return Error{.kind = Error::Kind::Configuration,
                 .code = u"managed"_s,
                 .title = name,
                 .fields = {{.path = {},
                             .message = u"The administrator of this computer has fixed its connections."_s}}};
}

std::optional<Connection> ConnectionBook::find(const QString &name) const
{
    const auto it = std::find_if(m_connections.cbegin(), m_connections.cend(),
                                 [&](const Connection &c) { return c.name == name; });
    return it == m_connections.cend() ? std::nullopt : std::optional(*it);
}

Result<void> ConnectionBook::put(const Connection &connection)
{
    if (Result<void> checked = check(connection); !checked)
        return checked;
    if (const std::optional<Error> refused = refusal(connection.name))
        return failure(*refused);
    if (const QList<Error::Field> forbidden = forbiddenIn(connection, find(connection.name), m_policy);
        !forbidden.isEmpty())
        return failure(Error{.kind = Error::Kind::Configuration,
                             .code = u"managed"_s,
                             .title = connection.name,
                             .fields = forbidden});
    return edit([&connection](QJsonArray &entries) {
        const QJsonObject members = membersOf(connection);
        for (auto &&entry : entries) {
            if (entry.toObject().value("name"_L1) == connection.name) {
                entry = overlaid(entry.toObject(), members);
                return;
            }
        }
        entries.append(members);
    });
}

Result<void> ConnectionBook::remove(const QString &name)
{
    if (const std::optional<Error> refused = refusal(name))
        return failure(*refused);
    return edit([&name](QJsonArray &entries) {
        for (qsizetype i = entries.size(); i-- > 0;)
            if (entries.at(i).toObject().value("name"_L1) == name)
                entries.removeAt(i);
    });
}

// Reads the file anew first: gatehousectl or another console may have changed it since.
Result<void> ConnectionBook::edit(const std::function<void(QJsonArray &)> &change)
{
    Result<File> file = readBook(m_filePath);
    if (!file)
        return failure(file.error());
    QJsonArray entries = file->asRead.value("connections"_L1).toArray();
    change(entries);
    file->asRead.insert("connections"_L1, entries);
    const QString folder = QFileInfo(m_filePath).absolutePath();
    if (Result<void> made = store::makePrivateDirectory(folder); !made)
        return made;
    const QByteArray bytes = QJsonDocument(file->asRead).toJson(QJsonDocument::Indented);
    if (Result<void> written = store::writePrivateFile(m_filePath, bytes); !written)
        return written;
    return load();
}

} // namespace gatehouse::workspace
