// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/interrupt.h"

#include <array>
#include <csignal>
#include <unistd.h>

namespace gatehouse::ctl {

namespace {

std::array<int, 2> pipeEnds{-1, -1};

extern "C" void writeByte(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], &byte, 1);
}

void handle(int signal, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    sigaction(signal, &action, nullptr);
}

} // namespace

Interrupt::Interrupt(QObject *parent)
    : QObject(parent)
{
    if (::pipe(pipeEnds.data()) != 0)
        return; // without a pipe the signals end the process at once, as they would anyway
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        m_notifier->setEnabled(false);
        // A second one is not waited for.
        handle(SIGINT, SIG_DFL);
        handle(SIGTERM, SIG_DFL);
        emit raised();
    });
    handle(SIGINT, writeByte);
    handle(SIGTERM, writeByte);
}

Interrupt::~Interrupt()
{
    handle(SIGINT, SIG_DFL);
    handle(SIGTERM, SIG_DFL);
    m_notifier.reset();
    for (int &end : pipeEnds)
        if (const int fd = std::exchange(end, -1); fd >= 0)
            ::close(fd);
}

} // namespace gatehouse::ctl
