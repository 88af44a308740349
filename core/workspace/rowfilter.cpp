// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/rowfilter.h"

#include "core/workspace/foldedtext.h"

#include <cstring>
#include <future>
#include <numeric>

namespace gatehouse::workspace {

namespace {

constexpr size_t worthAThread = 100'000; // rows

// a–z and 0–9 have a bit of their own; the others share the rest.
constexpr int ownBits = 36;
int letterBit(unsigned char c)
{
    if (c >= 'a' && c <= 'z')
        return c - 'a';
    if (c >= '0' && c <= '9')
        return 26 + c - '0';
    return ownBits + c % (64 - ownBits);
}

int pairBit(unsigned char a, unsigned char b)
{
    const quint32 mixed = (quint32(a) * 0x9E3779B1U) ^ (quint32(b) * 0x85EBCA6BU);
    return int((mixed >> 13) % 192);
}

} // namespace

void RowFilter::Signature::add(const Signature &other)
{
    letters |= other.letters;
    for (size_t i = 0; i < pairs.size(); ++i)
        pairs[i] |= other.pairs[i];
}

bool RowFilter::Signature::mayHold(const Signature &wanted) const
{
    return ((wanted.letters & ~letters) | (wanted.pairs[0] & ~pairs[0]) | (wanted.pairs[1] & ~pairs[1]) |
            (wanted.pairs[2] & ~pairs[2])) == 0;
}

void RowFilter::clear()
{
    *this = {};
}

void RowFilter::append(const QString &text)
{
    const QByteArray folded = foldedText(text).toUtf8();
    m_texts.append(folded.constData(), size_t(folded.size()));
    m_ends.push_back(m_texts.size());
    m_signatures.push_back(signatureOf(folded));
    for (const char c : folded)
        ++m_frequency[static_cast<unsigned char>(c)];
    m_words.clear();
}

RowFilter::Signature RowFilter::signatureOf(QByteArrayView text)
{
    Signature signature;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text.at(i));
        signature.letters |= quint64(1) << letterBit(c);
        if (i + 1 < text.size()) {
            const int bit = pairBit(c, static_cast<unsigned char>(text.at(i + 1)));
            signature.pairs[size_t(bit) / 64] |= quint64(1) << (bit % 64);
        }
    }
    return signature;
}

std::span<const quint32> RowFilter::find(const QStringList &words)
{
    std::vector<std::string> wanted;
    Signature signature;
    for (const QString &word : words) {
        const QByteArray folded = foldedText(word).toUtf8();
        if (folded.isEmpty())
            continue;
        wanted.emplace_back(folded.constData(), size_t(folded.size()));
        signature.add(signatureOf(folded));
    }
    m_rows.resize(m_signatures.size());
    const bool isNarrower = hasGrownTo(wanted);
    m_words = std::move(wanted);
    if (m_words.empty()) {
        std::iota(m_rows.begin(), m_rows.end(), 0U);
        m_count = m_rows.size();
        return m_rows;
    }
    const std::vector<Needle> needles = needlesFor(m_words);
    const std::span<quint32> all(m_rows.data(), isNarrower ? m_count : m_rows.size());
    const size_t middle = all.size() < worthAThread ? 0 : all.size() / 2;
    std::future<size_t> firstHalf;
    if (middle > 0)
        firstHalf = std::async(std::launch::async,
                               [&] { return search(all.first(middle), isNarrower, 0, signature, needles); });
    const size_t found = search(all.subspan(middle), isNarrower, quint32(middle), signature, needles);
    m_count = middle > 0 ? firstHalf.get() : 0;
    std::copy_n(all.begin() + std::ptrdiff_t(middle), found, all.begin() + std::ptrdiff_t(m_count));
    m_count += found;
    return all.first(m_count);
}

std::vector<RowFilter::Needle> RowFilter::needlesFor(const std::vector<std::string> &words) const
{
    std::vector<Needle> needles;
    for (const std::string &word : words) {
        if (word.size() == 1 && letterBit(static_cast<unsigned char>(word.front())) < ownBits)
            continue; // its signature proves it
        const auto rarest = std::min_element(word.begin(), word.end(), [this](char a, char b) {
            return m_frequency[static_cast<unsigned char>(a)] < m_frequency[static_cast<unsigned char>(b)];
        });
        needles.push_back({.text = word, .rarest = size_t(rarest - word.begin())});
    }
    return needles;
}

size_t RowFilter::search(std::span<quint32> rows, bool isNumbered, quint32 first, const Signature &wanted,
                         const std::vector<Needle> &needles) const
{
    size_t found = 0;
    const Signature *const signatures = m_signatures.data();
    for (size_t i = 0; i < rows.size(); ++i) {
        const quint32 row = isNumbered ? rows[i] : first + quint32(i);
        if (signatures[row].mayHold(wanted) &&
            std::all_of(needles.begin(), needles.end(),
                        [&](const Needle &needle) { return contains(row, needle); }))
            rows[found++] = row;
    }
    return found;
}

bool RowFilter::contains(quint32 row, const Needle &needle) const
{
    const size_t *const ends = m_ends.data();
    const size_t from = row == 0 ? 0 : ends[row - 1];
    const size_t length = ends[row] - from;
    if (length < needle.text.size())
        return false;
    const char *at = m_texts.data() + from + needle.rarest;
    const char *const end = at + (length - needle.text.size()) + 1; // where the rarest byte may stand
    while ((at = static_cast<const char *>(memchr(at, needle.text[needle.rarest], size_t(end - at))))) {
        // Most words are short: a loop in place beats a call.
        if (std::equal(needle.text.begin(), needle.text.end(), at - needle.rarest))
            return true;
        if (++at == end)
            return false;
    }
    return false;
}

// Each word still holds the word that stood in its place: what had not that one has not this one.
bool RowFilter::hasGrownTo(const std::vector<std::string> &words) const
{
    if (m_words.empty() || words.size() < m_words.size())
        return false;
    return std::equal(m_words.begin(), m_words.end(), words.begin(),
                      [](const std::string &before, const std::string &now) {
                          return now.find(before) != std::string::npos;
                      });
}

} // namespace gatehouse::workspace
