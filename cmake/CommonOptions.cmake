# SPDX-License-Identifier: GPL-3.0-or-later
# Warnings, hardening, sanitizers and Qt's own guards, applied to every target by gatehouse_common().
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTOUIC OFF) # forms are code

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # A relative base lets a second checkout, or a second build folder, hit the same cache entries.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)

add_library(gatehouse_common INTERFACE)
target_include_directories(gatehouse_common INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(gatehouse_common INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_STRICT_ITERATORS QT_DISABLE_DEPRECATED_BEFORE=0x060400
    GATEHOUSE_VERSION="${PROJECT_VERSION}")
target_compile_options(gatehouse_common INTERFACE
    -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual
    -Wformat=2 -Wundef -fstack-protector-strong -fstack-clash-protection -fcf-protection)
target_link_options(gatehouse_common INTERFACE
    -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -pie)
if(MOLD_PROGRAM)
    target_link_options(gatehouse_common INTERFACE -fuse-ld=mold)
endif()
if(GATEHOUSE_SANITIZE)
    # GCC with sanitizers warns of std::optional members that it does see initialised without them.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(gatehouse_common INTERFACE -Wno-maybe-uninitialized)
    endif()
    target_compile_options(gatehouse_common INTERFACE -fsanitize=${GATEHOUSE_SANITIZE}
        -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(gatehouse_common INTERFACE -fsanitize=${GATEHOUSE_SANITIZE})
else()
    target_compile_definitions(gatehouse_common INTERFACE _GLIBCXX_ASSERTIONS
        $<$<CONFIG:Release>:_FORTIFY_SOURCE=3>)
endif()
