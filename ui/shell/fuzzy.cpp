// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/fuzzy.h"

#include "core/workspace/foldedtext.h"

namespace gatehouse::ui {

std::optional<int> fuzzyScore(const QString &query, const QString &text)
{
    const QString wanted = workspace::foldedText(query).remove(u' ');
    const QString found = workspace::foldedText(text);
    if (wanted.isEmpty())
        return 0;
    // The whole query in one piece is the best there is.
    const qsizetype whole = found.indexOf(workspace::foldedText(query).trimmed());
    const bool isWord = whole == 0 || (whole > 0 && !found.at(whole - 1).isLetterOrNumber());
    int score = whole < 0 ? 0
                          : 100 - int(std::min<qsizetype>(whole, 40)) +
                                (whole == 0 ? 50
                                 : isWord   ? 30
                                            : 0);
    qsizetype at = -1;
    for (const QChar letter : wanted) {
        // A start of a word is taken before the next letter inside one.
        qsizetype next = -1;
        for (qsizetype i = at + 1; i < found.size(); ++i) {
            if (found.at(i) != letter)
                continue;
            const bool isStart = i == 0 || !found.at(i - 1).isLetterOrNumber();
            if (next < 0)
                next = i;
            if (isStart || i == at + 1) {
                next = i;
                break;
            }
        }
        if (next < 0)
            return whole < 0 ? std::nullopt : std::optional(score);
        const bool isStart = next == 0 || !found.at(next - 1).isLetterOrNumber();
        score += next == at + 1 ? 8 : isStart ? 10 : 1;
        at = next;
    }
    return score - int(std::min<qsizetype>(found.size() / 8, 10)); // short names first
}

} // namespace gatehouse::ui
