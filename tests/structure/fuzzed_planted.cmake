# SPDX-License-Identifier: BSL-1.0
# The test of fuzz targets can fail: a reader that nobody tries is found, whatever it reads; what
# reads nothing from outside is not.
# cmake -DROOT=<source tree> -DSCRATCH=<folder> -P fuzzed_planted.cmake
cmake_minimum_required(VERSION 3.22)

function(expect answer file line)
    file(REMOVE_RECURSE "${SCRATCH}")
    file(COPY "${ROOT}/include/amends/" DESTINATION "${SCRATCH}")
    file(APPEND "${SCRATCH}/${file}" "${line}\n")
    execute_process(
        COMMAND "${CMAKE_COMMAND}" "-DROOT=${ROOT}" "-DINCLUDE=${SCRATCH}"
            -P "${ROOT}/tests/structure/fuzzed.cmake"
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(answer STREQUAL "found" AND NOT output MATCHES "${file} planted: expected a line")
        message(SEND_ERROR "expected '${line}' to be found, found: ${output}")
    elseif(answer STREQUAL "passed" AND NOT result EQUAL 0)
        message(SEND_ERROR "expected '${line}' to be passed over, found: ${output}")
    endif()
endfunction()

# The same in a source of ours, which no header shows.
function(expect_in_source file line)
    file(REMOVE_RECURSE "${SCRATCH}")
    file(COPY "${ROOT}/src/" DESTINATION "${SCRATCH}")
    file(APPEND "${SCRATCH}/${file}" "${line}\n")
    execute_process(
        COMMAND "${CMAKE_COMMAND}" "-DROOT=${ROOT}" "-DSOURCES=${SCRATCH}"
            -P "${ROOT}/tests/structure/fuzzed.cmake"
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT output MATCHES "src/${file} planted: expected a line")
        message(SEND_ERROR "expected '${line}' to be found, found: ${output}")
    endif()
endfunction()

expect(found audit/entry.hpp "result<entry> planted(byte_view from);")
expect(found exchange/csv.hpp "static result<std::vector<std::string>> planted(std::string_view text);")
expect(found exchange/log.hpp "result<log_source_ptr>\nplanted(std::string const& path, mapping const& by);")
expect(found exchange/planted.hpp "result<void> planted(std::filesystem::path const& from);")
expect(found store/notary.hpp "result<std::optional<kept_checkpoint>> planted(store& of);")
expect(found exchange/replay.hpp "result<log_survey> planted(log_source& log, mapping const& by);")
expect_in_source(store/follower.cpp "auto read = canonical::decode<planted>(from);")
expect(passed audit/entry.hpp "result<void> planted(entry const& e);")
expect(passed audit/entry.hpp "std::string planted(std::string_view text);")
expect(passed store/store.hpp "virtual result<void> planted(std::string_view name, byte_view content) = 0;")
file(REMOVE_RECURSE "${SCRATCH}")
