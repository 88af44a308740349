// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/pkce.h"

#include <QCryptographicHash>

#include <openssl/rand.h>

namespace gatehouse::identity {

QByteArray base64Url(QByteArrayView bytes)
{
    return bytes.toByteArray().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

Secret randomToken(int bytes)
{
    QByteArray random(bytes, Qt::Uninitialized);
    // Without randomness there is no sign-in; going on with less would be worse than ending.
    if (RAND_priv_bytes(reinterpret_cast<unsigned char *>(random.data()), bytes) != 1)
        qFatal("the system's random generator failed");
    QByteArray text = base64Url(random);
    cleanse(random.data(), std::size_t(random.size()));
    return Secret::take(std::move(text));
}

Pkce Pkce::create()
{
    Pkce pkce;
    pkce.verifier = randomToken();
    pkce.challenge = challengeFor(pkce.verifier);
    return pkce;
}

QByteArray Pkce::challengeFor(const Secret &verifier)
{
    return base64Url(QCryptographicHash::hash(verifier.reveal(), QCryptographicHash::Sha256));
}

} // namespace gatehouse::identity
