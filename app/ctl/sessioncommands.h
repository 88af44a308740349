// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"

namespace gatehouse::ctl {

class SignInCommand : public Command
{
    Q_OBJECT
public:
    using Command::Command;
    void start() override;

private:
    void tellCode();
    void report();
    void giveUpSession();

    bool m_hasToldCode = false;
};

class SignOutCommand : public Command
{
    Q_OBJECT
public:
    using Command::Command;
    void start() override;
};

class WhoAmICommand : public Command
{
    Q_OBJECT
public:
    using Command::Command;
    void start() override;

private:
    void report();
};

} // namespace gatehouse::ctl
