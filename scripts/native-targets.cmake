# Tools, tests and the benchmark for the machine that builds them.

if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|i.86")
  target_compile_options(skyflock_flags INTERFACE -msse4.1)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees overlaps in std::string that aren't there (GCC bug 105651).
  target_compile_options(skyflock_flags INTERFACE -Wno-restrict)
endif()
if(SKYFLOCK_SANITIZE)
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(skyflock_flags INTERFACE ${sanitizers})
  target_link_options(skyflock_flags INTERFACE ${sanitizers})
endif()

if(EXISTS ${PROJECT_SOURCE_DIR}/src/layout/layout_printer_main.cpp)
  add_executable(layout_printer src/layout/layout_printer_main.cpp)
  target_link_libraries(layout_printer PRIVATE skyflock_engine)
endif()

file(GLOB_RECURSE test_sources CONFIGURE_DEPENDS tests/native/*_test.cpp tests/native/support/*.cpp)
if(test_sources)
  find_package(GTest REQUIRED)
  add_executable(unit_tests EXCLUDE_FROM_ALL ${test_sources})
  target_include_directories(unit_tests PRIVATE tests/native)
  target_compile_definitions(unit_tests PRIVATE SKYFLOCK_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(unit_tests PRIVATE skyflock_engine GTest::gtest_main)

  # What every compiler and optimisation level owes, apart: built six times, it has to be small.
  set(golden_sources ${test_sources})
  list(FILTER golden_sources INCLUDE REGEX "/tests/native/(support/.*|.*/(golden|conservation)[a-z_]*_test)\\.cpp$")
  add_executable(golden_tests EXCLUDE_FROM_ALL ${golden_sources})
  target_include_directories(golden_tests PRIVATE tests/native)
  target_compile_definitions(golden_tests PRIVATE SKYFLOCK_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(golden_tests PRIVATE skyflock_engine GTest::gtest_main)
endif()

if(EXISTS ${PROJECT_SOURCE_DIR}/tests/bench/native_bench.cpp)
  add_executable(native_bench EXCLUDE_FROM_ALL tests/bench/native_bench.cpp)
  target_link_libraries(native_bench PRIVATE skyflock_engine)
endif()
