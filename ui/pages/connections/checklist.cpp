// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/connections/checklist.h"

#include "ui/models/visibletext.h"
#include "ui/shell/errortext.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

using Line = workspace::CheckLine;

namespace {

constexpr int signWidth = 16;

Tone toneOf(Line::State state)
{
    switch (state) {
    case Line::State::Good:
        return Tone::Good;
    case Line::State::Look:
        return Tone::Look;
    case Line::State::Bad:
        return Tone::Wrong;
    }
    return Tone::Text;
}

QString signOf(Line::State state)
{
    return state == Line::State::Good ? u"✓"_s : state == Line::State::Look ? u"!"_s : u"✗"_s;
}

QString good(const Line &line)
{
    const QString fact = visibleText(line.fact);
    switch (line.step) {
    case Line::Step::Issuer:
        return CheckList::tr("The issuer's address can be used");
    case Line::Step::Document:
        return CheckList::tr("The provider describes itself under exactly this issuer; people sign in at %1")
            .arg(fact);
    case Line::Step::Algorithms:
        return CheckList::tr("Its ID tokens are signed with %1").arg(fact);
    case Line::Step::Keys:
        return CheckList::tr("Its keys were read: %1 can be used").arg(fact);
    case Line::Step::Pkce:
        return CheckList::tr("It offers PKCE with S256");
    case Line::Step::PushedRequest:
        return CheckList::tr("It takes pushed authorization requests");
    case Line::Step::Possession:
        return CheckList::tr("It binds tokens to this computer's key (DPoP)");
    case Line::Step::ResponseIssuer:
        return CheckList::tr("Its answers name their issuer (RFC 9207)");
    case Line::Step::Scopes:
        return CheckList::tr("It knows every scope that is asked for");
    case Line::Step::Gateway:
        return CheckList::tr("The gateway answers at %1").arg(fact);
    }
    return {};
}

QString notGood(const Line &line)
{
    const QString fact = visibleText(line.fact);
    switch (line.step) {
    case Line::Step::Issuer:
        return CheckList::tr("The issuer must be an https address without query or user name");
    case Line::Step::Document:
        if (line.error && line.error->code == "discovery.issuer"_L1)
            return CheckList::tr(
                "The provider calls itself by another name. The issuer is compared letter by letter; "
                "copy it from the provider's own description, slash and all");
        return CheckList::tr("The provider's description at %1 could not be used").arg(fact);
    case Line::Step::Algorithms:
        return CheckList::tr(
                   "It signs ID tokens only in ways that are not accepted (%1). Ask its administrator for "
                   "RS256 or ES256")
            .arg(fact);
    case Line::Step::Keys:
        return CheckList::tr("Its signing keys could not be used");
    case Line::Step::Pkce:
        return CheckList::tr("It does not say that it offers PKCE; it is used all the same");
    case Line::Step::PushedRequest:
        return CheckList::tr(
            "It does not take pushed authorization requests, which this connection asks for");
    case Line::Step::Possession:
        return CheckList::tr("It does not say that it binds tokens to a key (DPoP with ES256), which this "
                             "connection asks for");
    case Line::Step::ResponseIssuer:
        return CheckList::tr(
            "Its answers need not name their issuer (RFC 9207); they are checked where they do");
    case Line::Step::Scopes:
        return CheckList::tr("It does not list these scopes, and may refuse them: %1").arg(fact);
    case Line::Step::Gateway:
        return CheckList::tr("The gateway does not answer as one at %1").arg(fact);
    }
    return {};
}

} // namespace

QString textOf(const Line &line)
{
    if (line.state == Line::State::Good)
        return good(line) + u'.';
    QString text = notGood(line) + u'.';
    if (line.error)
        text += u' ' + describe(*line.error).sentence();
    return text;
}

CheckList::CheckList(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins({});
    setAccessibleName(tr("Check of the connection"));
    hide();
}

void CheckList::setCheck(workspace::ConnectionCheck *check)
{
    if (m_check)
        m_check->disconnect(this);
    m_check = check;
    if (m_check)
        connect(m_check, &workspace::ConnectionCheck::changed, this, &CheckList::showLines);
    showLines();
}

void CheckList::showLines()
{
    delete m_lines;
    m_lines = nullptr;
    setVisible(!m_check.isNull());
    if (!m_check)
        return;
    m_lines = new QWidget(this);
    auto *lines = new QVBoxLayout(m_lines);
    lines->setContentsMargins({});
    lines->setSpacing(6);
    m_layout->addWidget(m_lines);
    for (const Line &line : m_check->lines())
        addLine(signOf(line.state), textOf(line), toneOf(line.state));
    if (!m_check->isFinished())
        addLine(u"…"_s, tr("Being checked"), Tone::Muted);
}

void CheckList::addLine(const QString &sign, const QString &text, Tone tone)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(6);
    auto *mark = new PlainLabel(sign, Type::Body, tone, m_lines);
    mark->setFixedWidth(signWidth);
    auto *words = new PlainLabel(text, Type::Caption, tone == Tone::Good ? Tone::Text : tone, m_lines);
    words->setWordWrap(true);
    row->addWidget(mark, 0, Qt::AlignTop);
    row->addWidget(words, 1);
    qobject_cast<QVBoxLayout *>(m_lines->layout())->addLayout(row);
}

} // namespace gatehouse::ui
