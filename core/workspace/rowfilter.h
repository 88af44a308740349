// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QStringList>

#include <array>
#include <span>
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
    [[nodiscard]] std::span<const quint32> find(const QStringList &words);

private:
    struct Signature
    {
        quint64 letters = 0;
        std::array<quint64, 3> pairs{};

        void add(const Signature &other);
        [[nodiscard]] bool mayHold(const Signature &wanted) const;
    };
    // A word as it is looked for: by its rarest byte.
    struct Needle
    {
        std::string text;
        size_t rarest = 0; // its place in the text
    };

    [[nodiscard]] static Signature signatureOf(QByteArrayView text);
    [[nodiscard]] std::vector<Needle> needlesFor(const std::vector<std::string> &words) const;
    // Looks among the numbers at `rows`, or from `first` on where there are none yet, and leaves those that
    // hold all at the front of `rows`. How many they are.
    size_t search(std::span<quint32> rows, bool isNumbered, quint32 first, const Signature &wanted,
                  const std::vector<Needle> &needles) const;
    [[nodiscard]] bool contains(quint32 row, const Needle &needle) const;
    [[nodiscard]] bool hasGrownTo(const std::vector<std::string> &words) const;

    std::string m_texts;
    std::vector<size_t> m_ends;
    std::vector<Signature> m_signatures;
    std::array<quint64, 256> m_frequency{};
    std::vector<std::string>
        m_words;                 // of the last question; none: the first m_count of m_rows answer nothing
    std::vector<quint32> m_rows; // as long as there are rows, so that no answer allocates
    size_t m_count = 0;
};

} // namespace gatehouse::workspace
