// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/foldedtext.h"

namespace gatehouse::workspace {

QString foldedText(const QString &text)
{
    const bool isPlain = std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.unicode() < 0x80; });
    if (isPlain)
        return text.toLower();
    QString folded = text.toCaseFolded().normalized(QString::NormalizationForm_KD);
    folded.removeIf([](QChar c) { return c.isMark(); });
    return folded.toCaseFolded(); // compatibility forms may bring capitals back
}

} // namespace gatehouse::workspace
