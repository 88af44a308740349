// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QStringList>

#include <array>
#include <string>
#include <vector>

namespace gatehouse::workspace {

// Filter as you type: which rows have all words somewhere in their text, for a million rows within a key
// press. The texts are folded once and lie behind each other; beside each stands a small signature of the
// letters and pairs of letters in it, so that most rows are passed over without a look at their text. Words
// that only grew since the last question are looked for among its answer. A value; any thread, one at a time.
class RowFilter
{
public:
    void clear();
    void append(const QString &text); // the next row's searchable text
    [[nodiscard]] qsizetype size() const { return qsizetype(m_signatures.size()); }

    // Row numbers, ascending. No words: all rows. Valid until the next call.
    [[nodiscard]] const std::vector<quint32> &find(const QStringList &words);

private:
    struct Signature
    {
        quint64 letters = 0;
        std::array<quint64, 3> pairs{};
    };
    // A stretch of rows, or of an earlier answer, searched by one thread.
    struct Stretch
    {
        const quint32 *rows = nullptr; // null: the numbers themselves
        qsizetype from = 0;
        qsizetype to = 0;
    };

    [[nodiscard]] static Signature signatureOf(QByteArrayView text);
    [[nodiscard]] std::vector<quint32> search(const Stretch &stretch,
                                              const std::vector<std::string> &words) const;
    [[nodiscard]] bool contains(quint32 row, const std::string &word) const;
    [[nodiscard]] bool hasGrownTo(const std::vector<std::string> &words) const;

    std::string m_texts;
    std::vector<qsizetype> m_ends;
    std::vector<Signature> m_signatures;
    std::vector<std::string> m_words; // of the last question; none: m_found is not an answer yet
    std::vector<quint32> m_found;
};

} // namespace gatehouse::workspace
