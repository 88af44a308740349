// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/peerchain.h"

#include <openssl/x509_vfy.h>

#include <QCryptographicHash>
#include <QDateTime>

#include <memory>

using namespace Qt::StringLiterals;

namespace gatehouse::net {

namespace {

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Store = std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)>;
using Context = std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)>;
struct FreeStack
{
    void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};
using Stack = std::unique_ptr<STACK_OF(X509), FreeStack>;

Certificate decoded(const QSslCertificate &certificate)
{
    const QByteArray der = certificate.toDer();
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    return {d2i_X509(nullptr, &bytes, der.size()), X509_free};
}

QList<QSslCertificate> chainOf(const X509_STORE_CTX *context)
{
    QList<QSslCertificate> chain;
    const STACK_OF(X509) *found = X509_STORE_CTX_get0_chain(context);
    for (int i = 0; i < sk_X509_num(found); ++i) {
        unsigned char *der = nullptr;
        const int size = i2d_X509(sk_X509_value(found, i), &der);
        if (size > 0)
            chain.append(QSslCertificate(QByteArray(reinterpret_cast<const char *>(der), size), QSsl::Der));
        OPENSSL_free(der);
    }
    return chain;
}

QList<QSslCertificate> chainTo(X509_STORE *trusted, X509 *leaf, STACK_OF(X509) * sent, unsigned long flags)
{
    const Context context(X509_STORE_CTX_new(), X509_STORE_CTX_free);
    if (!context || X509_STORE_CTX_init(context.get(), trusted, leaf, sent) != 1)
        return {};
    X509_STORE_CTX_set_flags(context.get(), flags);
    X509_STORE_CTX_set_default(context.get(), "ssl_server");
    return X509_verify_cert(context.get()) == 1 ? chainOf(context.get()) : QList<QSslCertificate>();
}

QString joined(const QStringList &parts)
{
    return parts.join(u", "_s);
}

QString whose(const QSslCertificate &certificate, bool issuer)
{
    QStringList parts;
    for (const auto info : {QSslCertificate::CommonName, QSslCertificate::Organization})
        parts += issuer ? certificate.issuerInfo(info) : certificate.subjectInfo(info);
    return joined(parts);
}

QString hex(const QByteArray &digest)
{
    return QString::fromLatin1(digest.toHex(':').toUpper());
}

} // namespace

QList<QSslCertificate> verifiedChain(const QSslConfiguration &handshake)
{
    const Certificate leaf = decoded(handshake.peerCertificate());
    const Store store(X509_STORE_new(), X509_STORE_free);
    const Stack sent(sk_X509_new_null());
    if (!leaf || !store || !sent)
        return {};
    for (const QSslCertificate &other : handshake.peerCertificateChain())
        if (Certificate certificate = decoded(other);
            certificate && sk_X509_push(sent.get(), certificate.get()))
            (void)certificate.release();
    const auto add = [&store](const QList<QSslCertificate> &authorities) {
        for (const QSslCertificate &authority : authorities)
            if (const Certificate certificate = decoded(authority))
                X509_STORE_add_cert(store.get(), certificate.get());
    };
    add(handshake.caCertificates());
    QList<QSslCertificate> chain = chainTo(store.get(), leaf.get(), sent.get(), 0);
    if (!chain.isEmpty())
        return chain;
    // Qt looks an authority of the system up by its name when it needs it, and does not list it.
    add(QSslConfiguration::systemCaCertificates());
    chain = chainTo(store.get(), leaf.get(), sent.get(), 0);
    if (!chain.isEmpty())
        return chain;
    // An authority that was added may be one between, whose own root is not here.
    return chainTo(store.get(), leaf.get(), sent.get(), X509_V_FLAG_PARTIAL_CHAIN);
}

QList<Error::Field> fieldsOf(const QSslCertificate &certificate)
{
    if (certificate.isNull())
        return {};
    const auto day = [](const QDateTime &time) { return time.toUTC().toString(Qt::ISODate); };
    return {
        {.path = u"certificate.subject"_s, .message = whose(certificate, false)},
        {.path = u"certificate.issuer"_s, .message = whose(certificate, true)},
        {.path = u"certificate.names"_s, .message = joined(certificate.subjectAlternativeNames().values())},
        {.path = u"certificate.from"_s, .message = day(certificate.effectiveDate())},
        {.path = u"certificate.until"_s, .message = day(certificate.expiryDate())},
        {.path = u"certificate.sha256"_s, .message = hex(certificate.digest(QCryptographicHash::Sha256))}};
}

} // namespace gatehouse::net
