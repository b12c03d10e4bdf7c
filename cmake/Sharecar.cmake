# What every target of this repository shares: warnings, sanitizers, third-party libraries, and three
# functions: sharecar_library, sharecar_service and sharecar_test.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(OpenSSL 3 REQUIRED)
find_package(GTest REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED COMPONENTS core)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(yaml-cpp REQUIRED)
pkg_check_modules(pqxx REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(rdkafka REQUIRED IMPORTED_TARGET rdkafka)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)

include(GoogleTest)

add_library(sharecar_options INTERFACE)
target_compile_options(sharecar_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wno-mismatched-new-delete $<$<BOOL:${SHARECAR_WERROR}>:-Werror>)
target_include_directories(sharecar_options INTERFACE ${CMAKE_SOURCE_DIR}/backend)
target_link_options(sharecar_options INTERFACE -Wl,--as-needed)
if(SHARECAR_SANITIZE)
  add_compile_options(-fsanitize=${SHARECAR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SHARECAR_SANITIZE})
  if(SHARECAR_SANITIZE MATCHES "thread")
    add_compile_options(-Wno-tsan)  # Asio's fences; GCC only says that it does not see them
  endif()
endif()

# sharecar_library(NAME LINK targets...): a static library from every .cpp below the calling folder.
function(sharecar_library name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC sharecar_options ${ARG_LINK})
endfunction()

# sharecar_service(NAME): services/NAME/*.cpp as a library for tests (main.cpp left out) and as the program
# sharecar-NAME; sql/V*.sql are compiled in as sharecar::NAME::migrations.
function(sharecar_service name)
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  file(GLOB migrations CONFIGURE_DEPENDS sql/V*.sql)
  if(migrations)
    set(generated ${CMAKE_CURRENT_BINARY_DIR}/migrations.cpp)
    set(body "#include \"chassis/sql/migration.hpp\"\n\nnamespace sharecar::${name} {\n")
    string(APPEND body "extern const std::vector<sql::Migration> migrations;\n")
    string(APPEND body "const std::vector<sql::Migration> migrations{\n")
    foreach(file ${migrations})
      get_filename_component(stem ${file} NAME_WE)
      file(READ ${file} text)
      string(APPEND body "    {\"${stem}\", R\"~sql~(${text})~sql~\"},\n")
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    endforeach()
    string(APPEND body "};\n}  // namespace sharecar::${name}\n")
    file(CONFIGURE OUTPUT ${generated} CONTENT "${body}" @ONLY)
    list(APPEND sources ${generated})
  endif()
  add_library(sharecar_${name} STATIC ${sources})
  target_link_libraries(sharecar_${name} PUBLIC sharecar_chassis)
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/main.cpp)
    add_executable(sharecar-${name} main.cpp)
    target_link_libraries(sharecar-${name} PRIVATE sharecar_${name})
  endif()
endfunction()

# sharecar_test(NAME LABEL label SOURCES files... LINK targets...): one GoogleTest program; each test is a
# ctest entry of its own with that label.
function(sharecar_test name)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "SOURCES;LINK" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  if(NOT ARG_SOURCES)
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE sharecar_options ${ARG_LINK} GTest::gmock GTest::gtest GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT})
endfunction()
