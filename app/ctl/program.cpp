// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/program.h"

#include "app/ctl/auditcommands.h"
#include "app/ctl/bulkcommands.h"
#include "app/ctl/errortext.h"
#include "app/ctl/requestcommands.h"
#include "app/ctl/sessioncommands.h"
#include "app/ctl/texttable.h"
#include "app/ctl/usagecommand.h"
#include "core/workspace/connectionjson.h"

#include <QJsonArray>

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<Command> commandFor(const Arguments &arguments, app::GatewayLink &link, const Output &output)
{
    switch (arguments.command) {
    case Arguments::Command::SignIn:
        return std::make_unique<SignInCommand>(arguments, link, output);
    case Arguments::Command::SignOut:
        return std::make_unique<SignOutCommand>(arguments, link, output);
    case Arguments::Command::WhoAmI:
        return std::make_unique<WhoAmICommand>(arguments, link, output);
    case Arguments::Command::ListRequests:
        return std::make_unique<ListRequestsCommand>(arguments, link, output);
    case Arguments::Command::ShowRequest:
    case Arguments::Command::Decide:
        return std::make_unique<OneRequestCommand>(arguments, link, output);
    case Arguments::Command::DecideMany:
        return std::make_unique<DecideManyCommand>(arguments, link, output);
    case Arguments::Command::SettleRequests:
        return std::make_unique<SettleRequestsCommand>(arguments, link, output);
    case Arguments::Command::WatchRequests:
        return std::make_unique<WatchRequestsCommand>(arguments, link, output);
    case Arguments::Command::Usage:
        return std::make_unique<UsageCommand>(arguments, link, output);
    case Arguments::Command::Help:
    case Arguments::Command::Version:
    case Arguments::Command::Connect:
    case Arguments::Command::Connections:
    case Arguments::Command::ExportConnection:
    case Arguments::Command::ImportConnection:
    case Arguments::Command::VerifyJws:
    case Arguments::Command::VerifyIdToken:
    case Arguments::Command::VerifyAudit:
    case Arguments::Command::ListAudit:
    case Arguments::Command::ExportAudit:
    case Arguments::Command::ReportAudit:
        break; // need no connection
    }
    return nullptr;
}

bool isOnTrail(Arguments::Command command)
{
    using Command = Arguments::Command;
    return command == Command::VerifyAudit || command == Command::ListAudit ||
           command == Command::ExportAudit || command == Command::ReportAudit;
}

} // namespace

Program::Program(const Arguments &arguments, app::Stores &stores, identity::BrowserOpener &browser,
                 const Clock &clock, const Output &output)
    : m_arguments(arguments)
    , m_stores(stores)
    , m_browser(browser)
    , m_clock(clock)
    , m_output(output)
{}

Program::~Program() = default;

void Program::start()
{
    if (m_stores.problem()) // reading goes on; a decision is refused where it cannot be written first
        m_output.error(*m_stores.problem());
    if (isOnTrail(m_arguments.command)) {
        m_audit = std::make_unique<AuditCommands>(m_arguments, m_stores, m_clock, m_output);
        connect(m_audit.get(), &AuditCommands::finished, this, &Program::finished);
        m_audit->start();
        return;
    }
    if (const Result<void> loaded = m_stores.connections().load(); !loaded) {
        fail(loaded.error());
        return;
    }
    if (m_arguments.command == Arguments::Command::Connect) {
        addConnection();
        return;
    }
    if (m_arguments.command == Arguments::Command::Connections) {
        listConnections();
        return;
    }
    if (m_arguments.command == Arguments::Command::ExportConnection) {
        exportConnection();
        return;
    }
    if (m_arguments.command == Arguments::Command::ImportConnection) {
        importConnection();
        return;
    }
    const std::optional<workspace::Connection> chosen = connection();
    if (!chosen) {
        m_output.note(m_arguments.connection.isEmpty()
                          ? u"Which connection? Name it with --connection, or make one with: gatehousectl "
                            "connect"_s
                          : u"There is no connection \"%1\". See: gatehousectl connections"_s.arg(
                                escaped(m_arguments.connection)));
        emit finished(ExitCode::Usage);
        return;
    }
    m_link = std::make_unique<app::GatewayLink>(*chosen, m_stores, m_browser, m_clock);
    if (m_arguments.command == Arguments::Command::SignIn)
        run();
    else
        restore();
}

bool Program::stop()
{
    return m_command && m_command->stop();
}

void Program::addConnection()
{
    const workspace::Connection &connection = m_arguments.toConnect;
    if (const Result<void> put = m_stores.connections().put(connection); !put) {
        fail(put.error());
        return;
    }
    if (m_stores.connections().connections().size() == 1) {
        const Result<void> set = m_stores.settings().set(store::Setting::CurrentConnection, connection.name);
        if (!set)
            m_output.error(set.error()); // the only connection is found without it
    }
    if (!m_output.isJson()) {
        m_output.text(u"Connected %1. Sign in with: gatehousectl --connection \"%1\" signin\n"_s.arg(
            escaped(connection.name)));
        m_output.text(u"To be registered at the provider: %1\n"_s.arg(
            workspace::redirectUrisOf(connection).join(u' ')));
    }
    emit finished(ExitCode::Done);
}

void Program::listConnections()
{
    TextTable table({u"NAME"_s, u"API"_s, u"ISSUER"_s, u"CLIENT ID"_s});
    for (const workspace::Connection &c : m_stores.connections().connections()) {
        const QString api = c.api.toString(QUrl::FullyEncoded);
        const QString issuer = c.issuer.toString();
        table.add({c.name, api, issuer, c.clientId});
        if (m_output.isJson())
            m_output.json({{u"name"_s, c.name},
                           {u"api"_s, api},
                           {u"issuer"_s, issuer},
                           {u"client_id"_s, c.clientId},
                           {u"scopes"_s, QJsonArray::fromStringList(c.scopes)},
                           {u"redirect_uris"_s, QJsonArray::fromStringList(redirectUrisOf(c))}});
    }
    if (!m_output.isJson())
        m_output.text(table.text());
    emit finished(ExitCode::Done);
}

void Program::exportConnection()
{
    const std::optional<workspace::Connection> known = m_stores.connections().find(m_arguments.operand);
    if (!known) {
        m_output.note(u"There is no connection \"%1\". See: gatehousectl connections"_s.arg(
            escaped(m_arguments.operand)));
        emit finished(ExitCode::Usage);
        return;
    }
    if (!m_stores.connections().policy().allowsExport) {
        fail({.kind = Error::Kind::Configuration,
              .code = u"managed"_s,
              .title = u"the administrator of this computer forbids it"_s});
        return;
    }
    m_output.text(QString::fromUtf8(workspace::exported(*known)));
    emit finished(ExitCode::Done);
}

void Program::importConnection()
{
    if (!m_stores.connections().policy().allowsImport) {
        fail({.kind = Error::Kind::Configuration,
              .code = u"managed"_s,
              .title = u"the administrator of this computer forbids it"_s});
        return;
    }
    const Result<QByteArray> bytes = store::readFile(m_arguments.operand, 64 * 1024);
    if (!bytes) {
        fail(bytes.error());
        return;
    }
    const Result<workspace::Connection> connection = workspace::imported(*bytes);
    const Result<void> put =
        connection ? m_stores.connections().put(*connection) : Result<void>(tl::unexpect, connection.error());
    if (!put) {
        m_output.note(escaped(put.error().detail));
        fail(put.error());
        return;
    }
    if (!m_output.isJson())
        m_output.text(u"Imported %1: gateway %2, signing in at %3.\n"_s.arg(
            escaped(connection->name), connection->api.toString(QUrl::FullyEncoded),
            escaped(connection->issuer.toString())));
    emit finished(ExitCode::Done);
}

std::optional<workspace::Connection> Program::connection() const
{
    const workspace::ConnectionBook &book = m_stores.connections();
    if (!m_arguments.connection.isEmpty())
        return book.find(m_arguments.connection);
    const QString current = m_stores.settings().value(store::Setting::CurrentConnection).toString();
    if (std::optional<workspace::Connection> found = book.find(current))
        return found;
    return book.connections().size() == 1 ? std::optional(book.connections().constFirst()) : std::nullopt;
}

void Program::restore()
{
    follow(m_link->account().restore(), this, [this](const Result<void> &restored) {
        if (restored) {
            run();
        } else if (restored.error().kind != Error::Kind::NotFound) {
            fail(restored.error());
        } else if (m_arguments.command == Arguments::Command::SignOut) {
            m_output.note(u"Nobody was signed in."_s);
            emit finished(ExitCode::Done);
        } else {
            fail({.kind = Error::Kind::Unauthorized});
        }
    });
}

void Program::run()
{
    m_command = commandFor(m_arguments, *m_link, m_output);
    connect(m_command.get(), &Command::finished, this, &Program::finished);
    m_command->start();
}

void Program::fail(const Error &error)
{
    m_output.error(error);
    emit finished(exitCodeFor(error));
}

} // namespace gatehouse::ctl
