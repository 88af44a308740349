// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/secret.h"

#include <QCryptographicHash>

#include <openssl/crypto.h>
#include <utility>

namespace gatehouse {

void cleanse(void *data, std::size_t size) noexcept
{
    if (size > 0)
        OPENSSL_cleanse(data, size);
}

Secret::Secret(QByteArrayView bytes)
    : m_bytes(bytes.begin(), bytes.end())
{}

Secret::Secret(Secret &&other) noexcept
    : m_bytes(std::exchange(other.m_bytes, {}))
{}

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other) {
        cleanse();
        m_bytes = other.m_bytes;
    }
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        cleanse();
        m_bytes = std::exchange(other.m_bytes, {});
    }
    return *this;
}

Secret::~Secret()
{
    cleanse();
}

Secret Secret::take(QByteArray &&bytes)
{
    Secret secret{QByteArrayView(bytes)};
    if (bytes.isDetached())
        gatehouse::cleanse(bytes.data(), static_cast<std::size_t>(bytes.size()));
    bytes.clear();
    return secret;
}

QByteArray Secret::fingerprint() const
{
    return QCryptographicHash::hash(reveal(), QCryptographicHash::Sha256).toHex().left(8);
}

bool operator==(const Secret &a, const Secret &b)
{
    return a.m_bytes.size() == b.m_bytes.size() &&
           CRYPTO_memcmp(a.m_bytes.data(), b.m_bytes.data(), a.m_bytes.size()) == 0;
}

void Secret::cleanse() noexcept
{
    gatehouse::cleanse(m_bytes.data(), m_bytes.capacity());
    m_bytes.clear();
}

} // namespace gatehouse
