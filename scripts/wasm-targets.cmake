# The WebAssembly modules, written to build/wasm.

# The system's headers lie inside the private root, at paths that mean nothing outside: -MMD, not -MD.
set(CMAKE_DEPFILE_FLAGS_CXX "-MMD -MT <DEP_TARGET> -MF <DEP_FILE>")

target_compile_options(skyflock_flags INTERFACE -O3 -msimd128 -fno-exceptions -fno-rtti)

# Memory holds one world: it starts small and grows once, by exactly what the world asks for when
# it is founded. Nothing allocates afterwards.
set(wasm_link_options
  -O3 -fno-rtti -fno-exceptions --no-entry -sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=web,worker
  -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0 -sSTACK_SIZE=262144
  -sINITIAL_MEMORY=2097152 -sALLOW_MEMORY_GROWTH -sMEMORY_GROWTH_GEOMETRIC_STEP=0
  -sMAXIMUM_MEMORY=2147483648 -sINCOMING_MODULE_JS_API=instantiateWasm,wasmMemory,print,printErr,locateFile,wasmBinary)

# skyflock_wasm(<name> <source> [link options...]): build/wasm/<name>.js and .wasm
function(skyflock_wasm name source)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE skyflock_engine)
  target_link_options(${name} PRIVATE ${wasm_link_options} ${ARGN})
  set_target_properties(${name} PROPERTIES SUFFIX .js RUNTIME_OUTPUT_DIRECTORY ${PROJECT_SOURCE_DIR}/build/wasm)
endfunction()

# The same engine over memory that threads share. Workers make instances of the module themselves and
# give it imports by name, so the names must stay: -O2 is the last level that keeps them.
add_library(skyflock_engine_shared STATIC ${engine_sources})
target_link_libraries(skyflock_engine_shared PUBLIC skyflock_flags)
target_compile_options(skyflock_engine_shared PUBLIC -matomics -mbulk-memory)
set(wasm_threads_link_options -O2 -sWASM_WORKERS=1 -sIMPORTED_MEMORY
  -sEXPORTED_FUNCTIONS=__emscripten_stack_restore,_emscripten_stack_get_current)

# skyflock_wasm_threads(<name> <source> [link options...]): build/wasm/<name>.js and .wasm
function(skyflock_wasm_threads name source)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE skyflock_engine_shared)
  target_link_options(${name} PRIVATE ${wasm_link_options} ${wasm_threads_link_options} ${ARGN})
  set_target_properties(${name} PROPERTIES SUFFIX .js RUNTIME_OUTPUT_DIRECTORY ${PROJECT_SOURCE_DIR}/build/wasm)
  target_compile_definitions(${name} PRIVATE EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
endfunction()

# With the faults that tests ask for; never part of the package.
skyflock_wasm_threads(skyflock-life-faults src/bindings/life_threads.cpp -lembind --emit-tsd skyflock-life-faults.d.ts)
target_compile_definitions(skyflock-life-faults PRIVATE SKYFLOCK_FAULTS)
skyflock_wasm_threads(skyflock-life-threads src/bindings/life_threads.cpp -lembind --emit-tsd skyflock-life-threads.d.ts)
skyflock_wasm(skyflock-life src/bindings/life.cpp -lembind --emit-tsd skyflock-life.d.ts)
# Without rtti embind can't name a type that isn't bound.
target_compile_definitions(skyflock-life PRIVATE EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)

skyflock_wasm(core-parity tests/native/core/parity_exports.cpp)
skyflock_wasm_threads(core-rings tests/native/core/ring_exports.cpp)

# The state engine runs on the page's thread and is loaded with the page: plain WebAssembly, and as
# little of it as there can be. What a batch goes through is made for speed, the rest for size. The
# module has no script; web/state/wasm/wasm-kernel.ts makes its instance.
file(GLOB state_sources CONFIGURE_DEPENDS src/state/*.cpp)
add_executable(skyflock-state src/bindings/state.cpp ${state_sources})
target_include_directories(skyflock-state PRIVATE src)
target_compile_options(skyflock-state PRIVATE -Oz -mbulk-memory -ffp-contract=off -fno-exceptions -fno-rtti -Wall -Wextra -Werror)
set_source_files_properties(src/state/engine.cpp src/state/stages.cpp
  TARGET_DIRECTORY skyflock-state PROPERTIES COMPILE_OPTIONS -O2)
target_link_options(skyflock-state PRIVATE -Oz -mbulk-memory --no-entry -sSTANDALONE_WASM -sMALLOC=none
  -sSTACK_SIZE=65536 -sINITIAL_MEMORY=131072 -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=1073741824)
set_target_properties(skyflock-state PROPERTIES SUFFIX .wasm RUNTIME_OUTPUT_DIRECTORY ${PROJECT_SOURCE_DIR}/build/wasm)

# The meteor engine, alike: small, but for what a million pieces of debris go through. Its callers
# check what they give and have words of their own, so that it has none; a handful of blocks needs no
# heap (src/bindings/meteor_memory.cpp).
file(GLOB meteor_sources CONFIGURE_DEPENDS src/meteor/*.cpp)
add_executable(skyflock-meteor src/bindings/meteor.cpp src/bindings/meteor_memory.cpp ${meteor_sources})
target_compile_definitions(skyflock-meteor PRIVATE SKYFLOCK_WORDLESS)
target_include_directories(skyflock-meteor PRIVATE src)
target_compile_options(skyflock-meteor PRIVATE -Oz -flto -msimd128 -mbulk-memory -ffp-contract=off -fno-exceptions -fno-rtti -Wall -Wextra -Werror)
set_source_files_properties(src/meteor/debris.cpp src/meteor/flight.cpp PROPERTIES COMPILE_OPTIONS -O3)
target_link_options(skyflock-meteor PRIVATE -O3 -flto -mbulk-memory --no-entry -sSTANDALONE_WASM -sMALLOC=none
  -sSTACK_SIZE=65536 -sINITIAL_MEMORY=262144 -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=1073741824)
set_target_properties(skyflock-meteor PROPERTIES SUFFIX .wasm RUNTIME_OUTPUT_DIRECTORY ${PROJECT_SOURCE_DIR}/build/wasm)

# The scene engine, alike: small, but for what a hundred thousand entities go through in a picture.
file(GLOB scene_sources CONFIGURE_DEPENDS src/scene/*.cpp)
add_executable(skyflock-scene src/bindings/scene.cpp src/bindings/scene_memory.cpp ${scene_sources})
target_compile_definitions(skyflock-scene PRIVATE SKYFLOCK_WORDLESS)
target_include_directories(skyflock-scene PRIVATE src)
target_compile_options(skyflock-scene PRIVATE -Oz -flto -msimd128 -mbulk-memory -ffp-contract=off -fno-exceptions -fno-rtti -Wall -Wextra -Werror)
set_source_files_properties(src/scene/entity_runs.cpp src/scene/entity_publish.cpp src/scene/draw_list.cpp src/scene/transform.cpp
  src/scene/drawables.cpp PROPERTIES COMPILE_OPTIONS -O3)
target_link_options(skyflock-scene PRIVATE -O3 -flto -mbulk-memory --no-entry -sSTANDALONE_WASM -sMALLOC=none
  -sSTACK_SIZE=65536 -sINITIAL_MEMORY=262144 -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=1073741824)
set_target_properties(skyflock-scene PROPERTIES SUFFIX .wasm RUNTIME_OUTPUT_DIRECTORY ${PROJECT_SOURCE_DIR}/build/wasm)
