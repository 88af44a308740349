// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace gatehouse {

// A parsed document as simdjson leaves it, read without its headers: one 64-bit word per value, the type in
// the top byte, the payload below (simdjson's doc/tape.md). Word 1 is the root value; 0 is never a value.
class JsonTape
{
public:
    enum class Type : char {
        Array = '[',
        Object = '{',
        String = '"',
        Signed = 'l',
        Unsigned = 'u', // only what does not fit Signed
        Double = 'd',
        True = 't',
        False = 'f',
        Null = 'n',
    };
    static constexpr std::size_t root = 1;

    JsonTape() = default;
    JsonTape(std::unique_ptr<std::uint64_t[]> words, std::unique_ptr<std::uint8_t[]> strings)
        : m_words(std::move(words))
        , m_strings(std::move(strings))
    {}

    [[nodiscard]] Type type(std::size_t at) const { return static_cast<Type>(m_words[at] >> 56); }
    // The first word behind the value.
    [[nodiscard]] std::size_t after(std::size_t at) const
    {
        switch (type(at)) {
        case Type::Array:
        case Type::Object:
            return static_cast<std::uint32_t>(m_words[at]);
        case Type::Signed:
        case Type::Unsigned:
        case Type::Double:
            return at + 2;
        default:
            return at + 1;
        }
    }
    // Of an array or object: the word of its closing bracket.
    [[nodiscard]] std::size_t end(std::size_t at) const { return after(at) - 1; }
    // Of an array or object: how many it holds, at least; a hint for reserving.
    [[nodiscard]] qsizetype countHint(std::size_t at) const
    {
        return static_cast<qsizetype>((m_words[at] >> 32) & 0xffffff);
    }

    [[nodiscard]] std::string_view text(std::size_t at) const
    {
        const std::uint8_t *string = m_strings.get() + (m_words[at] & 0x00ff'ffff'ffff'ffff);
        std::uint32_t length = 0;
        std::memcpy(&length, string, sizeof length);
        return {reinterpret_cast<const char *>(string + sizeof length), length};
    }
    [[nodiscard]] qint64 integer(std::size_t at) const { return std::bit_cast<qint64>(m_words[at + 1]); }
    // Of any number.
    [[nodiscard]] double number(std::size_t at) const
    {
        switch (type(at)) {
        case Type::Signed:
            return static_cast<double>(integer(at));
        case Type::Unsigned:
            return static_cast<double>(m_words[at + 1]);
        default:
            return std::bit_cast<double>(m_words[at + 1]);
        }
    }

private:
    std::unique_ptr<std::uint64_t[]> m_words;
    std::unique_ptr<std::uint8_t[]> m_strings;
};

// Of valid UTF-8. QString::fromUtf8 is quick, but takes a leading U+FEFF for a byte-order mark.
[[nodiscard]] inline QString toQString(std::string_view utf8)
{
    QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    if (utf8.starts_with("\xEF\xBB\xBF"))
        text.prepend(QChar(0xFEFF));
    return text;
}

} // namespace gatehouse
