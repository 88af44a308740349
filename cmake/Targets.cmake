# SPDX-License-Identifier: GPL-3.0-or-later

# gatehouse_add_library(identity SOURCES a.cpp … PUBLIC deps… PRIVATE deps…)
# makes the static library gatehouse_identity. One library per folder; allowed edges are checked by
# tests/architecture/check_layers.py.
function(gatehouse_add_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(gatehouse_${name} STATIC ${ARG_SOURCES})
    target_link_libraries(gatehouse_${name} PUBLIC ${ARG_PUBLIC} PRIVATE gatehouse_common ${ARG_PRIVATE})
    target_include_directories(gatehouse_${name} SYSTEM PUBLIC ${TL_EXPECTED_INCLUDE_DIR})
    gatehouse_use_precompiled_header(gatehouse_${name})
endfunction()

# gatehouse_add_program(gatehousectl SOURCES … LINKS …)
function(gatehouse_add_program name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE gatehouse_common ${ARG_LINKS})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
    gatehouse_use_precompiled_header(${name})
endfunction()

# gatehouse_add_test(tst_pkce SOURCES tst_pkce.cpp LINKS gatehouse_identity [LABELS keychain] [WRAPPER cmd…])
# Every test runs offscreen, in a temporary home of its own that is removed afterwards.
function(gatehouse_add_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINKS;LABELS;WRAPPER" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE gatehouse_common ${ARG_LINKS} Qt6::Test)
    gatehouse_use_precompiled_header(${name})
    add_test(NAME ${name} COMMAND ${CMAKE_SOURCE_DIR}/tests/isolated ${ARG_WRAPPER} $<TARGET_FILE:${name}>)
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT})
endfunction()

# One precompiled header of Qt Core and the standard library serves every target: all share the same flags.
add_library(gatehouse_pch STATIC ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
set_target_properties(gatehouse_pch PROPERTIES AUTOMOC OFF)
target_link_libraries(gatehouse_pch PRIVATE gatehouse_common Qt6::Core)
target_include_directories(gatehouse_pch SYSTEM PRIVATE ${TL_EXPECTED_INCLUDE_DIR})
target_precompile_headers(gatehouse_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.h)

function(gatehouse_use_precompiled_header target)
    target_precompile_headers(${target} REUSE_FROM gatehouse_pch)
endfunction()
