// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/connection.h"

#include "core/base/json.h"
#include "core/store/settings.h"

#include <QFileInfo>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostBytes = 1024 * 1024;
constexpr qsizetype kLongestName = 64;

struct StageWord
{
    Stage stage;
    QLatin1StringView word;
};
constexpr StageWord kStages[] = {{Stage::Production, "production"_L1},
                                 {Stage::Staging, "staging"_L1},
                                 {Stage::Development, "development"_L1},
                                 {Stage::Sandbox, "sandbox"_L1}};

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
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

QJsonObject membersOf(const Connection &connection)
{
    QJsonArray ports;
    for (const quint16 port : connection.ports)
        ports.append(port);
    const auto *stage = std::find_if(std::begin(kStages), std::end(kStages),
                                     [&](const StageWord &w) { return w.stage == connection.stage; });
    return {{u"name"_s, connection.name},
            {u"stage"_s, stage->word},
            {u"api"_s, connection.api.toString(QUrl::FullyEncoded)},
            {u"issuer"_s, connection.issuer.toString(QUrl::FullyEncoded)},
            {u"client_id"_s, connection.clientId},
            {u"scopes"_s, QJsonArray::fromStringList(connection.scopes)},
            {u"ports"_s, ports}};
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
    connection.issuer = QUrl(r.string("issuer"), QUrl::StrictMode);
    connection.clientId = r.string("client_id");
    connection.scopes = r.strings("scopes");
    connection.ports.clear();
    for (const qint64 port : r.integers("ports")) {
        if (port < 0 || port > 65535)
            r.fail("ports", "a port number");
        connection.ports.append(static_cast<quint16>(port));
    }
    if (const Result<void> checked = check(connection); !checked)
        r.fail("name", "a usable connection");
    return connection;
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

Result<void> check(const Connection &connection)
{
    Error error{.kind = Error::Kind::Invalid, .title = connection.name};
    const auto note = [&error](const QString &field, const QString &message) {
        if (!message.isEmpty())
            error.fields.append({.path = field, .message = message});
    };
    note(u"name"_s, whyUnusable(connection.name));
    note(u"api"_s, whyUnusable(connection.api));
    note(u"issuer"_s, whyUnusable(connection.issuer));
    if (connection.clientId.trimmed().isEmpty())
        note(u"client_id"_s, u"The provider's client id is missing."_s);
    if (!connection.scopes.contains("openid"_L1))
        note(u"scopes"_s, u"The scope openid is needed to sign in."_s);
    else if (!std::all_of(connection.scopes.cbegin(), connection.scopes.cend(), isScope))
        note(u"scopes"_s, u"A scope is one word without spaces or quotes."_s);
    if (connection.ports.isEmpty())
        note(u"ports"_s, u"Name at least one port; 0 takes any free one."_s);
    if (!error.fields.isEmpty())
        return failure(std::move(error));
    return {};
}

ConnectionBook::ConnectionBook(QString filePath, QObject *parent)
    : QObject(parent)
    , m_filePath(std::move(filePath))
{}

Result<void> ConnectionBook::load()
{
    Result<File> file = readBook(m_filePath);
    if (!file)
        return failure(file.error());
    if (m_connections != file->connections) {
        m_connections = std::move(file->connections);
        emit changed();
    }
    return {};
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
