// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/chaos.h"

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

tl::unexpected<Error> unusable(const QString &part)
{
    return failure(Error::Kind::Invalid, part,
                   u"--chaos does not know \"%1\"; see --help."_s.arg(part.left(60)));
}

int *percentage(Faults &faults, const QString &name)
{
    if (name == u"error"_s)
        return &faults.error;
    if (name == u"cut"_s)
        return &faults.cut;
    if (name == u"done-cut"_s)
        return &faults.doneCut;
    if (name == u"truncate"_s)
        return &faults.truncate;
    if (name == u"garbage"_s)
        return &faults.garbage;
    if (name == u"html"_s)
        return &faults.html;
    if (name == u"429"_s)
        return &faults.rateLimited;
    if (name == u"429-bare"_s)
        return &faults.rateLimitedBare;
    return nullptr;
}

// "N:MS"
bool addDelay(Faults &faults, const QString &value)
{
    const QStringList parts = value.split(u':');
    bool isShare = false;
    bool isTime = false;
    const int share = parts.value(0).toInt(&isShare);
    const int milliseconds = parts.value(1).toInt(&isTime);
    if (parts.size() != 2 || !isShare || !isTime || share < 0 || share > 100 || milliseconds < 0 ||
        milliseconds > 600'000)
        return false;
    faults.delay = share;
    faults.delayMilliseconds = milliseconds;
    return true;
}

Result<void> addFault(Faults &faults, const QString &name, const QString &value, const QString &part)
{
    bool isNumber = false;
    const int number = value.toInt(&isNumber);
    if (int *share = percentage(faults, name)) {
        if (!isNumber || number < 0 || number > 100)
            return unusable(part);
        *share = number;
    } else if (name == u"slow"_s && isNumber && number >= 0 && number <= 600'000) {
        faults.slowMilliseconds = number;
    } else if (name == u"hold"_s && isNumber && number >= 0 && number <= 600'000) {
        faults.holdMilliseconds = number;
    } else if (name == u"delay"_s && addDelay(faults, value)) {
        return {};
    } else if (name == u"huge"_s && value.isEmpty()) {
        faults.huge = true;
    } else if (name == u"wrong-type"_s && value.isEmpty()) {
        faults.wrongType = true;
    } else {
        return unusable(part);
    }
    return {};
}

} // namespace

Result<void> Chaos::add(const QString &spec)
{
    for (const QString &part : spec.split(u',')) {
        const qsizetype equals = part.indexOf(u'=');
        QString name = equals < 0 ? part : part.first(equals);
        const QString value = equals < 0 ? QString() : part.mid(equals + 1);
        bool isNumber = false;
        const int number = value.toInt(&isNumber);
        if (name == u"skew"_s && isNumber) {
            skewSeconds = number;
        } else if (name == u"expire-keys"_s && isNumber && number > 0) {
            expireKeys = number;
        } else if (name == u"enforce-fail"_s && isNumber && number >= 0 && number <= 100) {
            enforceFail = number;
        } else if (name == u"revoke"_s && value.isEmpty()) {
            revoke = true;
        } else {
            const bool isProvider = name.startsWith(u"idp-"_s);
            if (Result<void> added =
                    addFault(isProvider ? provider : gateway, isProvider ? name.mid(4) : name, value, part);
                !added)
                return added;
        }
    }
    return {};
}

bool isRefusal(Fault fault)
{
    return fault == Fault::Error || fault == Fault::Cut || fault == Fault::Html ||
           fault == Fault::RateLimited || fault == Fault::RateLimitedBare;
}

Fault pick(const Faults &faults, int roll)
{
    const std::pair<int, Fault> shares[] = {{faults.error, Fault::Error},
                                            {faults.cut, Fault::Cut},
                                            {faults.doneCut, Fault::DoneCut},
                                            {faults.truncate, Fault::Truncate},
                                            {faults.delay, Fault::Delay},
                                            {faults.garbage, Fault::Garbage},
                                            {faults.html, Fault::Html},
                                            {faults.rateLimited, Fault::RateLimited},
                                            {faults.rateLimitedBare, Fault::RateLimitedBare}};
    for (const auto &[share, fault] : shares) {
        if (roll < share)
            return fault;
        roll -= share;
    }
    return Fault::None;
}

} // namespace gatehouse::sandbox
