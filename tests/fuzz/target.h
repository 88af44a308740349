// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

// libFuzzer calls it with every input. Declared here because nothing else does.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace gatehouse::fuzz {

// A property of the code under test: that it does not hold is a crash, whose input is kept.
inline void require(bool holds, const char *property)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", property);
    std::abort();
}

inline QByteArray bytesOf(const std::uint8_t *data, std::size_t size)
{
    return {reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)};
}

// "head\nrest": targets with several arguments take them as lines.
inline std::pair<QByteArray, QByteArray> firstLine(const QByteArray &input)
{
    const qsizetype end = input.indexOf('\n');
    return end < 0 ? std::pair(input, QByteArray()) : std::pair(input.first(end), input.mid(end + 1));
}

} // namespace gatehouse::fuzz
