// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/requestfilter.h"

#include <QHash>
#include <QSet>

namespace gatehouse::workspace {

// Values the rows have, for the keys that take a text; each list ordered, without repeats.
using FilterValues = QHash<FilterKey, QStringList>;

// Of the rows; of each key the first `most` in order, so that a hundred thousand applications stay a list.
class FilterValueCollector
{
public:
    void add(const gateway::Subscription &request);
    [[nodiscard]] FilterValues values(qsizetype most = 500) const;

private:
    QHash<FilterKey, QSet<QString>> m_found;
};

// What could stand at the cursor: `candidates` each replace what stands at `position`, `length` long. Keys
// first, then values of a key; as they are typed, quotes included. Best first, at most `most`.
struct FilterCompletion
{
    int position = 0;
    int length = 0;
    QStringList candidates = {};
    bool operator==(const FilterCompletion &) const = default;
};
[[nodiscard]] FilterCompletion completionAt(const QString &text, int cursor, const FilterValues &values,
                                            qsizetype most = 8);

} // namespace gatehouse::workspace
