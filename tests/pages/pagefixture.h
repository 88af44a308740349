// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/preferences.h"
#include "tests/unit/workspace/deskfixture.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QWidget>

namespace gatehouse::test {

// The story of design.md as requests; times are before ManualClock's noon.
inline QList<gateway::Subscription> storyRequests()
{
    struct Line
    {
        const char *application, *api, *version, *scopes, *tenant;
        int minutes, cost, approvals;
    };
    static constexpr Line lines[]{
        {"alert-triage", "Fraud Prediction", "v3", "fraud:predict", "Fraud Analysts", 250, 310, 2},
        {"risk-notebook", "Fraud Prediction", "v3", "fraud:predict fraud:explain", "Fraud Analysts", 190, 95,
         1},
        {"weekly-forecast", "Market Forecast", "v2", "market:forecast", "Market Researchers", 140, 42, 1},
        {"support-copilot", "LLM Chat", "v5", "llm:chat", "Customer Support", 125, 1280, 2},
        {"ticket-summary", "LLM Chat", "v5", "llm:chat", "Customer Support", 80, 220, 1},
        {"kyc-batch", "Fraud Prediction", "v3", "fraud:explain", "Fraud Analysts", 65, 60, 1},
        {"pricing-sim", "Market Forecast", "v2", "market:forecast market:quotes", "Market Researchers", 48,
         130, 1},
        {"voice-bot", "LLM Chat", "v5", "llm:chat", "Customer Support", 31, 640, 1},
    };
    QList<gateway::Subscription> requests;
    for (const Line &line : lines) {
        gateway::Subscription s;
        const QString name = QString::fromLatin1(line.application);
        s.id = {u"sub_"_s + QString::number(48210 + requests.size())};
        s.state = {gateway::SubscriptionState::Pending, u"pending"_s};
        s.application = {u"app-"_s + name};
        s.applicationName = name;
        s.apiName = QString::fromLatin1(line.api);
        s.apiVersion = QString::fromLatin1(line.version);
        s.sensitive = line.approvals > 1;
        s.plan = u"Team"_s;
        s.scopes = QString::fromLatin1(line.scopes).split(u' ');
        s.tenant = {u"t-"_s + QString::fromLatin1(line.tenant)};
        s.tenantName = QString::fromLatin1(line.tenant);
        s.requesterSubject = u"ben"_s;
        s.requesterName = u"Ben Castellano"_s;
        s.justification = u"Draft answers for tier-1 tickets; a person sends them."_s;
        s.requestedAt = ManualClock().now().addSecs(-60 * line.minutes);
        s.estimatedMonthlyCost = gateway::Money{.micros = line.cost * 1'000'000LL, .currency = u"EUR"_s};
        s.requiredApprovals = line.approvals;
        s.mayDecide = true;
        s.etag = "\"" + s.id.value.toUtf8() + "-1\"";
        requests.append(s);
    }
    return requests;
}

// Every warning fails, but those the offscreen plugin gives for each window and menu.
inline void failOnWarnings()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
}

// A person's computer with the look of the program: what every page test stands on.
struct PageFixture : DeskFixture
{
    ui::Theme theme{*qApp};
    store::Settings settings{dir.filePath(u"gatehouse.ini"_s)};
    workspace::Preferences preferences{settings};

    void tellStory()
    {
        for (const gateway::Subscription &request : storyRequests())
            gateway.add(request);
    }
    // Shown, active and of a usual size; keys reach it.
    static void show(QWidget &window, QSize size = {1268, 850})
    {
        window.resize(size);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
    }
    // With GATEHOUSE_PICTURES=DIR, a picture of the state in light and in dark.
    void picture(QWidget &window, const QString &name)
    {
        const QString folder = qEnvironmentVariable("GATEHOUSE_PICTURES");
        if (folder.isEmpty())
            return;
        for (const ui::Theme::Scheme scheme : {ui::Theme::Scheme::Light, ui::Theme::Scheme::Dark}) {
            theme.setScheme(scheme);
            QCoreApplication::sendPostedEvents();
            QVERIFY(window.grab().save(u"%1/%2-%3.png"_s.arg(folder, name, ui::Theme::wordOf(scheme))));
        }
    }
};

} // namespace gatehouse::test
