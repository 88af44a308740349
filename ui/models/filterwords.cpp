// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filterwords.h"

#include "ui/models/visibletext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

using Kind = workspace::FilterError::Kind;

namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("Filter", text);
}

QString columnWords()
{
    QStringList columns;
    for (int column = 0; column <= int(workspace::SortColumn::Agree); ++column)
        columns.append(workspace::wordFor(workspace::SortColumn(column)));
    return columns.join(u", "_s);
}

} // namespace

QString sentenceOn(const workspace::FilterError &error)
{
    const QString key = visibleText(error.key);
    const QString value = visibleText(error.value);
    switch (error.kind) {
    case Kind::UnclosedQuote:
        return words("The quotation mark at character %1 has no partner.").arg(error.position + 1);
    case Kind::UnknownKey:
        return words("There is no filter %1:. Did you mean %2:? In quotation marks it is a word.")
            .arg(value, error.suggestion);
    case Kind::NeedsValue:
        return key.isEmpty() ? words("There is nothing between the quotation marks.")
                             : words("%1 needs a text after it.").arg(key);
    case Kind::NeedsColon:
        return words("%1 cannot compare texts. Write a colon and the text.").arg(key);
    case Kind::NeedsComparison:
        return words("%1 needs > or < and a time, such as age>2h.").arg(key);
    case Kind::NeedsNumber:
        return words("%1 needs a number such as 100.").arg(key);
    case Kind::NeedsDuration:
        return words("%1 needs a time such as 30min, 2h, 3d or 1w.").arg(key);
    case Kind::NeedsYesOrNo:
        return words("%1 needs yes or no.").arg(key);
    case Kind::UnknownState:
        return words("There is no state %1. States are %2.")
            .arg(value, workspace::stateWords().join(u", "_s));
    case Kind::UnknownColumn:
        return words("%1 needs one of %2; a - behind it turns the order round.").arg(key, columnWords());
    case Kind::UnknownGrouping:
        return words("%1 needs tenant, api or none.").arg(key);
    case Kind::Twice:
        return words("%1 can be there only once.").arg(key);
    case Kind::NotNegatable:
        return words("%1 cannot have a - in front: it excludes nothing.").arg(key);
    }
    return {};
}

} // namespace gatehouse::ui
