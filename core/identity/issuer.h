// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

namespace gatehouse::identity {

// A provider's name for itself, as configured. The text is what is compared, code point for code point (D2):
// a QUrl writes hosts in small letters and undoes escapes, and would make two names one. The address is what
// is asked.
class Issuer
{
public:
    Issuer() = default;
    Issuer(const QUrl &url) // NOLINT(google-explicit-constructor): an address names itself
        : m_text(url.toString(QUrl::FullyEncoded))
        , m_url(url)
    {}
    explicit Issuer(const QString &text)
        : m_text(text)
        , m_url(text, QUrl::StrictMode)
    {}

    [[nodiscard]] const QString &toString() const { return m_text; }
    [[nodiscard]] const QUrl &url() const { return m_url; }
    [[nodiscard]] bool isEmpty() const { return m_text.isEmpty(); }
    bool operator==(const Issuer &) const = default;

private:
    QString m_text;
    QUrl m_url;
};

} // namespace gatehouse::identity
