// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/tour.h"

#include "app/console/console.h"
#include "core/base/json.h"
#include "ui/pages/approvals/approvalspage.h"

#include <QApplication>
#include <QBuffer>
#include <QTextStream>
#include <QWindow>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

QT_BEGIN_NAMESPACE
// What QTest presses keys with: the way a key takes from the window system, shortcuts included.
Q_GUI_EXPORT void qt_handleKeyEvent(QWindow *window, QEvent::Type type, int key,
                                    Qt::KeyboardModifiers modifiers, const QString &text = QString(),
                                    bool autorepeat = false, ushort count = 1);
QT_END_NAMESPACE

namespace gatehouse::console {
namespace {

constexpr std::chrono::milliseconds tickEvery = 40ms;
constexpr qint64 patienceMs = 30'000;

} // namespace

Tour::Tour(Console &console, const QString &directory, const QString &part, QObject *parent)
    : QObject(parent)
    , m_console(console)
    , m_directory(directory)
{
    m_directory.mkpath(u"."_s);
    if (part == "again"_L1)
        planAgain();
    else if (part == "decide"_L1)
        planDecide();
    else if (part == "settled"_L1)
        planSettled();
    else if (part == "look"_L1)
        planLook();
    else
        planFirst();
    connect(&m_timer, &QTimer::timeout, this, &Tour::tick);
    m_timer.start(tickEvery);
    m_waiting.start();
}

void Tour::add(const QString &name, const std::function<bool()> &until, const std::function<void()> &act)
{
    m_steps.push_back({name, until, act});
}

void Tour::addPicture(const QString &name, const std::function<bool()> &until)
{
    // One more turn of the event loop between the state and its picture, so that everything is laid out.
    add(name, until, [] {});
    add(
        name, [] { return true; }, [this, name] { takePicture(name); });
}

void Tour::tick()
{
    const Step &step = m_steps.at(m_next);
    if (step.until()) {
        m_waiting.restart();
        ++m_next;
        step.act();
        if (m_next == m_steps.size()) {
            m_timer.stop();
            m_console.quit();
        }
    } else if (m_waiting.elapsed() > patienceMs) {
        fail(step.name);
    }
}

void Tour::fail(const QString &why)
{
    m_timer.stop();
    takePicture(u"failed"_s);
    const QWidget *focus = QApplication::focusWidget();
    QTextStream(stderr) << "tour: waited in vain for: " << why << "; the focus is at "
                        << (focus ? focus->metaObject()->className() : "nothing") << '\n';
    m_console.sandbox().stop([] { QCoreApplication::exit(1); });
}

void Tour::takePicture(const QString &name)
{
    ++m_pictures;
    const ui::Theme::Scheme before = m_console.theme().scheme();
    for (const auto &[scheme, word] :
         {std::pair(ui::Theme::Scheme::Light, u"light"_s), std::pair(ui::Theme::Scheme::Dark, u"dark"_s)}) {
        m_console.theme().setScheme(scheme);
        QCoreApplication::sendPostedEvents(); // the new colours are on their way to the widgets
        const QString path = m_directory.absoluteFilePath(u"%1-%2.png"_s.arg(name, word));
        QByteArray png; // made whole first: Qt's writer loses memory when the disk is full
        QBuffer buffer(&png);
        QFile file(path);
        if (m_console.window().grab().save(&buffer, "PNG") && file.open(QIODevice::WriteOnly) &&
            file.write(png) == png.size() && file.flush())
            QTextStream(stdout) << path << '\n';
        else
            QTextStream(stderr) << "tour: could not write " << path << '\n';
    }
    m_console.theme().setScheme(before);
}

void Tour::press(int key, Qt::KeyboardModifiers modifiers, const QString &text)
{
    QWindow *window = m_console.window().windowHandle();
    qt_handleKeyEvent(window, QEvent::KeyPress, key, modifiers, text);
    qt_handleKeyEvent(window, QEvent::KeyRelease, key, modifiers, text);
}

void Tour::type(const QString &text)
{
    for (const QChar c : text)
        press(c.isLetter() ? c.toUpper().unicode() : c.unicode(), Qt::NoModifier, QString(c));
}

void Tour::note(const QString &word, const gateway::SubscriptionId &id, const QString &reason)
{
    QFile file(m_directory.filePath(u"decisions.jsonl"_s));
    if (file.open(QIODevice::Append))
        file.write(writeJson({{u"verdict"_s, word}, {u"id"_s, id.value}, {u"reason"_s, reason}}) + '\n');
}

bool Tour::isPage(const QString &id) const
{
    const ui::Page *page = m_console.window().currentPage();
    return page && page->about().id == id;
}

} // namespace gatehouse::console
