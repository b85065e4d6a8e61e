#pragma once

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <thread>
#include <vector>

#include "runtime/worker_pool.h"

namespace skyflock::tests {

/// What a part throws in a test to fail as a trap in WebAssembly does.
struct Trap : std::runtime_error {
  Trap() : std::runtime_error("trap") {}
};

/// A pool with a thread for each worker.
class PoolThreads {
 public:
  explicit PoolThreads(uint32_t workers, uint32_t spins = 0) {
    pool.configure(workers, guarded, nullptr, spins);
    for (uint32_t w = 0; w < workers; ++w) start(w);
  }
  ~PoolThreads() {
    pool.dismiss();
    for (std::thread& thread : threads_) thread.join();
  }

  void start(uint32_t worker) {
    const uint32_t generation = pool.generation(worker);
    threads_.emplace_back([this, worker, generation] {
      pool.serve(worker, generation);
      ++ended;
    });
    while (!pool.present(worker)) std::this_thread::yield();
  }

  /// Waits for the end of the run, at most 20 s.
  runtime::RunState waitUntilOver() {
    runtime::RunState state = runtime::RunState::running;
    for (int i = 0; i < 20 && state == runtime::RunState::running; ++i) {
      state = pool.wait(1'000'000'000);
    }
    return state;
  }

  runtime::RunState run(const runtime::Program& program) {
    pool.beginProgram(program);
    return waitUntilOver();
  }

  runtime::WorkerPool pool;
  std::atomic<uint32_t> ended{0};  ///< threads that serve no longer

 private:
  static bool guarded(void (*part)(void*, uint32_t), void* context, uint32_t index) {
    try {
      part(context, index);
      return true;
    } catch (const Trap&) {
      return false;
    }
  }

  std::vector<std::thread> threads_;
};

}  // namespace skyflock::tests
