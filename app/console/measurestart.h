// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace gatehouse::console {

class Console;

// --measure-start: prints when the first frame with cached rows was painted, as one line of JSON, and leaves.
class MeasureStart : public QObject
{
    Q_OBJECT
public:
    explicit MeasureStart(Console &console, QObject *parent = nullptr);
};

} // namespace gatehouse::console
