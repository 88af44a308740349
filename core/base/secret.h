// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QDebug>

#include <vector>

namespace gatehouse {

// A token, code, verifier or password. Its bytes are overwritten when it dies; it cannot be streamed,
// logged or turned into a string by accident. reveal() is the one way out, to be used at the last moment
// (a header line, a form body): what it is copied into is no longer protected.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArrayView bytes);
    Secret(const Secret &other) = default;
    Secret(Secret &&other) noexcept;
    Secret &operator=(const Secret &other);
    Secret &operator=(Secret &&other) noexcept;
    ~Secret();

    // Takes the bytes and overwrites the source, when nobody else shares it.
    [[nodiscard]] static Secret take(QByteArray &&bytes);

    [[nodiscard]] bool isEmpty() const { return m_bytes.empty(); }
    [[nodiscard]] qsizetype size() const { return static_cast<qsizetype>(m_bytes.size()); }
    [[nodiscard]] QByteArrayView reveal() const { return {m_bytes.data(), size()}; }
    // First 8 hex digits of the SHA-256, to tell two secrets apart in a log.
    [[nodiscard]] QByteArray fingerprint() const;
    // Constant time.
    friend bool operator==(const Secret &a, const Secret &b);

private:
    void cleanse() noexcept;
    std::vector<char> m_bytes;
};

QDebug operator<<(QDebug, const Secret &) = delete;

// Overwrites memory in a way the compiler may not remove.
void cleanse(void *data, std::size_t size) noexcept;

} // namespace gatehouse
