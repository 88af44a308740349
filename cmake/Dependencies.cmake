# SPDX-License-Identifier: GPL-3.0-or-later
# Every third-party package the project uses, and nothing else. Each has a line in docs/adr/0003-dependencies.md.
find_package(Qt6 6.4.2 REQUIRED COMPONENTS Core Network Sql Concurrent HttpServer)
find_package(Qt6Keychain REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
find_package(simdjson REQUIRED)
find_path(TL_EXPECTED_INCLUDE_DIR tl/expected.hpp REQUIRED)

if(GATEHOUSE_TESTS OR GATEHOUSE_BENCH)
    find_package(Qt6 6.4.2 REQUIRED COMPONENTS Test)
endif()
if(GATEHOUSE_BENCH)
    find_package(benchmark REQUIRED)
endif()
if(GATEHOUSE_GUI)
    find_package(Qt6 6.4.2 REQUIRED COMPONENTS Gui Widgets Charts Svg DBus)
endif()

qt_standard_project_setup()
