// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"

namespace gatehouse::ctl {

[[nodiscard]] bool matches(const gateway::Subscription &request, const RequestFilter &filter);
void tellReconciled(const Output &output, int recorded, int notRecorded, int elsewhere);

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
    void send();
    [[nodiscard]] workspace::DecisionDraft draft() const;
    void stepUp(const StepUp &asked, const workspace::Settlement &settlement);
    void report(const workspace::Settlement &settlement);

    bool m_hasSteppedUp = false; // once: a gateway that asks again would ask for ever
};

} // namespace gatehouse::ctl
