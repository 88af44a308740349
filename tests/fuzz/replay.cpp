// SPDX-License-Identifier: GPL-3.0-or-later
// Every fuzz target over its seed corpus, without a fuzzer: what was found once stays found. A property that
// does not hold ends the program; the last line before names the seed.
#include <QDir>

#include <cstddef>
#include <cstdint>
#include <cstdio>

// One function per target: LLVMFuzzerTestOneInput under a name of its own, see CMakeLists.txt.
#define TARGET(name) extern "C" int fuzz_##name(const std::uint8_t *data, std::size_t size);
GATEHOUSE_FUZZ_TARGETS
#undef TARGET

namespace {

bool replay(const QString &name, int (*target)(const std::uint8_t *, std::size_t))
{
    const QDir corpus(QStringLiteral(GATEHOUSE_FUZZ_CORPUS "/") + name);
    const QStringList seeds = corpus.entryList(QDir::Files);
    for (const QString &seed : seeds) {
        std::fprintf(stderr, "%s/%s\n", qPrintable(name), qPrintable(seed));
        QFile file(corpus.filePath(seed));
        if (!file.open(QIODevice::ReadOnly))
            return false;
        const QByteArray input = file.readAll();
        target(reinterpret_cast<const std::uint8_t *>(input.constData()),
               static_cast<std::size_t>(input.size()));
    }
    return !seeds.isEmpty();
}

} // namespace

int main()
{
    bool isComplete = true;
#define TARGET(name) isComplete = replay(QStringLiteral(#name), &fuzz_##name) && isComplete;
    GATEHOUSE_FUZZ_TARGETS
#undef TARGET
    return isComplete ? 0 : 1;
}
