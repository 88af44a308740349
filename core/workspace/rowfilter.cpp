// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/rowfilter.h"

#include "core/workspace/foldedtext.h"

#include <cstring>
#include <future>
#include <numeric>

namespace gatehouse::workspace {

namespace {

constexpr qsizetype worthAThread = 100'000; // rows

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

void RowFilter::clear()
{
    *this = {};
}

void RowFilter::append(const QString &text)
{
    const QByteArray folded = foldedText(text).toUtf8();
    m_texts.append(folded.constData(), size_t(folded.size()));
    m_ends.push_back(qsizetype(m_texts.size()));
    m_signatures.push_back(signatureOf(folded));
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

const std::vector<quint32> &RowFilter::find(const QStringList &words)
{
    std::vector<std::string> wanted;
    for (const QString &word : words) {
        if (QByteArray folded = foldedText(word).toUtf8(); !folded.isEmpty())
            wanted.emplace_back(folded.constData(), size_t(folded.size()));
    }
    if (wanted.empty()) {
        m_words.clear();
        m_found.resize(size_t(size()));
        std::iota(m_found.begin(), m_found.end(), 0U);
        return m_found;
    }
    const bool isNarrower = hasGrownTo(wanted);
    const std::vector<quint32> among = isNarrower ? std::move(m_found) : std::vector<quint32>();
    const qsizetype count = isNarrower ? qsizetype(among.size()) : size();
    const quint32 *rows = isNarrower ? among.data() : nullptr;
    const qsizetype middle = count < worthAThread ? 0 : count / 2;
    std::future<std::vector<quint32>> firstHalf;
    if (middle > 0)
        firstHalf = std::async(std::launch::async, [&] { return search({rows, 0, middle}, wanted); });
    std::vector<quint32> rest = search({rows, middle, count}, wanted);
    m_found = middle > 0 ? firstHalf.get() : std::vector<quint32>();
    if (m_found.empty())
        m_found = std::move(rest);
    else
        m_found.insert(m_found.end(), rest.begin(), rest.end());
    m_words = std::move(wanted);
    return m_found;
}

std::vector<quint32> RowFilter::search(const Stretch &stretch, const std::vector<std::string> &words) const
{
    Signature wanted;
    std::vector<const std::string *> doubtful; // a signature alone does not prove them
    for (const std::string &word : words) {
        const Signature one = signatureOf({word.data(), qsizetype(word.size())});
        wanted.letters |= one.letters;
        for (size_t i = 0; i < one.pairs.size(); ++i)
            wanted.pairs[i] |= one.pairs[i];
        if (word.size() > 1 || letterBit(static_cast<unsigned char>(word.front())) >= ownBits)
            doubtful.push_back(&word);
    }
    std::vector<quint32> found;
    found.reserve(size_t(stretch.to - stretch.from));
    for (qsizetype i = stretch.from; i < stretch.to; ++i) {
        const quint32 row = stretch.rows ? stretch.rows[i] : quint32(i);
        const Signature &has = m_signatures[row];
        const quint64 missing = (wanted.letters & ~has.letters) | (wanted.pairs[0] & ~has.pairs[0]) |
                                (wanted.pairs[1] & ~has.pairs[1]) | (wanted.pairs[2] & ~has.pairs[2]);
        if (missing == 0 && std::all_of(doubtful.begin(), doubtful.end(),
                                        [&](const std::string *word) { return contains(row, *word); }))
            found.push_back(row);
    }
    return found;
}

bool RowFilter::contains(quint32 row, const std::string &word) const
{
    const qsizetype from = row == 0 ? 0 : m_ends[row - 1];
    return memmem(m_texts.data() + from, size_t(m_ends[row] - from), word.data(), word.size()) != nullptr;
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
