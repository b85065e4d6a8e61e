# Toolchain file. SKYFLOCK_EMXX and SKYFLOCK_EMAR are the compiler and the archiver, or the wrappers
# around them that scripts/toolchain.mjs writes. Emscripten's own toolchain file stays out of it: it
# lies inside the private Debian root, where the CMake outside can't see what it names.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(EMSCRIPTEN ON)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES SKYFLOCK_EMXX SKYFLOCK_EMAR)
set(CMAKE_CXX_COMPILER ${SKYFLOCK_EMXX})
set(CMAKE_AR ${SKYFLOCK_EMAR})
set(CMAKE_CXX_ARCHIVE_CREATE "<CMAKE_AR> rcs <TARGET> <OBJECTS>")
set(CMAKE_CXX_ARCHIVE_FINISH "")
set(CMAKE_EXECUTABLE_SUFFIX .js)
