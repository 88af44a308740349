// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/connectioncheck.h"

#include "core/base/follow.h"

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;
using Step = CheckLine::Step;
using State = CheckLine::State;

ConnectionCheck::ConnectionCheck(Connection connection, net::HttpClient &http, gateway::Gateway &gateway,
                                 const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_connection(std::move(connection))
    , m_keys(providerOf(m_connection), http, clock)
    , m_gateway(gateway)
{}

void ConnectionCheck::start()
{
    follow(m_gateway.reach(m_lifetime.token()), this, [this](const Result<void> &reached) {
        add({.step = Step::Gateway,
             .state = reached ? State::Good : State::Bad,
             .fact = m_connection.api.toString(),
             .error = reached ? std::nullopt : std::optional(reached.error())});
        end();
    });
    if (const Result<void> usable = identity::checkIssuer(m_connection.issuer.url()); !usable) {
        add({.step = Step::Issuer,
             .state = State::Bad,
             .fact = m_connection.issuer.url().toString(QUrl::RemoveUserInfo),
             .error = usable.error()});
        end();
        return;
    }
    add({.step = Step::Issuer, .fact = m_connection.issuer.toString()});
    follow(m_keys.metadata(m_lifetime.token()), this,
           [this](const Result<identity::ProviderMetadata> &metadata) {
               if (!metadata) {
                   add({.step = Step::Document,
                        .state = State::Bad,
                        .fact = identity::discoveryUrl(m_connection.issuer.url()).toString(),
                        .error = metadata.error()});
                   end();
                   return;
               }
               add({.step = Step::Document, .fact = metadata->authorizationEndpoint.host()});
               judge(*metadata);
               readKeys(*metadata);
           });
}

void ConnectionCheck::judge(const identity::ProviderMetadata &metadata)
{
    const QByteArrayList algorithms = metadata.allowedIdTokenAlgorithms();
    add({.step = Step::Algorithms,
         .state = algorithms.isEmpty() ? State::Bad : State::Good,
         .fact = QString::fromLatin1(algorithms.isEmpty() ? metadata.idTokenAlgorithms.join(", ")
                                                          : algorithms.join(", "))});
    // Sent all the same (A14): a provider may do it without saying so.
    add({.step = Step::Pkce, .state = metadata.saysS256 ? State::Good : State::Look});
    if (m_connection.pushesRequest)
        add({.step = Step::PushedRequest,
             .state = metadata.pushedRequestEndpoint.isEmpty() ? State::Bad : State::Good});
    if (m_connection.provesPossession)
        add({.step = Step::Possession, .state = metadata.takesDpop ? State::Good : State::Bad});
    add({.step = Step::ResponseIssuer, .state = metadata.issInResponse ? State::Good : State::Look});
    QStringList unknown;
    for (const QString &scope : std::as_const(m_connection.scopes))
        if (!metadata.scopes.isEmpty() && !metadata.scopes.contains(scope))
            unknown.append(scope);
    add({.step = Step::Scopes,
         .state = unknown.isEmpty() ? State::Good : State::Look,
         .fact = unknown.isEmpty() ? m_connection.scopes.join(u' ') : unknown.join(u' ')});
}

void ConnectionCheck::readKeys(const identity::ProviderMetadata &metadata)
{
    follow(m_keys.keysFor(metadata, {}, m_lifetime.token()), this,
           [this](const Result<identity::Jwks> &keys) {
               add({.step = Step::Keys,
                    .state = keys && !keys->keys.isEmpty() ? State::Good : State::Bad,
                    .fact = keys ? QString::number(keys->keys.size()) : QString(),
                    .error = keys ? std::nullopt : std::optional(keys.error())});
               end();
           });
}

void ConnectionCheck::add(const CheckLine &line)
{
    const auto after = std::find_if(m_lines.cbegin(), m_lines.cend(),
                                    [&line](const CheckLine &known) { return known.step > line.step; });
    m_lines.insert(after, line);
    emit changed();
}

void ConnectionCheck::end()
{
    --m_underWay;
    emit changed();
}

} // namespace gatehouse::workspace
