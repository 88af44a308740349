// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/challenge.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace gatehouse::net {

namespace {

constexpr qsizetype MostBytes = 4096;

bool isToken(char c)
{
    return c > 0x20 && c < 0x7f && !QByteArrayView("()<>@,;:\\\"/[]?={}").contains(c);
}

// All auth-params of all challenges together: one scheme's error is not another's acr_values in practice, and
// a name that occurs twice is not believed.
std::optional<QHash<QByteArray, QByteArray>> parameters(const QByteArray &text)
{
    QHash<QByteArray, QByteArray> found;
    for (qsizetype at = 0; at < text.size();) {
        if (!isToken(text.at(at))) {
            ++at;
            continue;
        }
        const qsizetype start = at;
        while (at < text.size() && isToken(text.at(at)))
            ++at;
        const QByteArray name = text.sliced(start, at - start).toLower();
        if (at >= text.size() || text.at(at) != '=')
            continue; // a scheme
        ++at;
        QByteArray value;
        if (at < text.size() && text.at(at) == '"') {
            for (++at; at < text.size() && text.at(at) != '"'; ++at) {
                if (text.at(at) == '\\' && at + 1 < text.size())
                    ++at;
                value += text.at(at);
            }
            if (at == text.size())
                return std::nullopt; // not closed
            ++at;
        } else {
            while (at < text.size() && isToken(text.at(at)))
                value += text.at(at++);
        }
        if (found.contains(name) && name != "realm" && name != "scope")
            return std::nullopt;
        found.insert(name, value);
    }
    return found;
}

} // namespace

std::optional<StepUp> stepUpChallenge(const QByteArray &wwwAuthenticate)
{
    if (wwwAuthenticate.size() > MostBytes)
        return std::nullopt;
    const auto found = parameters(wwwAuthenticate);
    if (!found || found->value("error") != "insufficient_user_authentication")
        return std::nullopt;
    StepUp asked{.acr = QString::fromUtf8(found->value("acr_values")).split(u' ', Qt::SkipEmptyParts)};
    if (found->contains("max_age")) {
        bool isNumber = false;
        const int seconds = found->value("max_age").toInt(&isNumber);
        if (!isNumber || seconds < 0)
            return std::nullopt;
        asked.maxAge = std::chrono::seconds(seconds);
    }
    return asked;
}

bool asksForNonce(const QByteArray &wwwAuthenticate)
{
    const auto found = wwwAuthenticate.size() > MostBytes ? std::nullopt : parameters(wwwAuthenticate);
    return found && found->value("error") == "use_dpop_nonce";
}

bool isTokenRefused(const QByteArray &wwwAuthenticate)
{
    if (wwwAuthenticate.size() > MostBytes)
        return false;
    const auto found = parameters(wwwAuthenticate);
    // One that cannot be read names no reason either.
    const QByteArray error = found ? found->value("error") : QByteArray();
    return error.isEmpty() || error == "invalid_token";
}

} // namespace gatehouse::net
