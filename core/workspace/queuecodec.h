// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/workspace/queuereader.h"

namespace gatehouse::workspace {

// The queue as it is kept in the cache.
struct CachedQueue
{
    QList<gateway::Subscription> requests;
    FirstPage first;
    QDateTime readAt;
    bool isComplete = false;
    bool operator==(const CachedQueue &) const = default;
};

// A binary form with every text once: 10,000 requests are read in a few milliseconds, and the texts they
// share are shared in memory. Values in, values out: any thread.
[[nodiscard]] QByteArray encodeQueue(const CachedQueue &queue);
// Decode when the bytes are damaged or of another version.
[[nodiscard]] Result<CachedQueue> decodeQueue(const QByteArray &bytes);

} // namespace gatehouse::workspace
