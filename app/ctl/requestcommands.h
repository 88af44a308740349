// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"

namespace gatehouse::ctl {

class ListRequestsCommand : public Command
{
    Q_OBJECT
public:
    using Command::Command;
    void start() override;

private:
    void report();
};

// Shows one request, or decides it. What an earlier run left open is settled first.
class OneRequestCommand : public Command
{
    Q_OBJECT
public:
    using Command::Command;
    void start() override;

private:
    void show(const workspace::QueueRow &row);
    void decide(const workspace::QueueRow &row);
    void report(const workspace::Settlement &settlement);
};

} // namespace gatehouse::ctl
