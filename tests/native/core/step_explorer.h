#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

// Runs two sides of a lock-free structure in every order of their steps.
//
// A side is a copyable object of trivial members whose `act` does its next operation and returns
// false when it has none left. It touches shared words through ExploredSteps alone, whose calls
// stop it: the operation is left by an exception, the explorer does the step when it is its turn,
// and runs the operation again from its start with what its steps have yielded so far. So a state
// is the memory, both sides as they were between operations, and the yields of the operations
// begun; states seen before are not entered again.
//
// With sequentially consistent steps a race shows as two neighbours in some order: both sides about
// to touch the same word, one of them to write it, and not both by an atomic step.

namespace skyflock::tests {

struct Step {
  enum class Kind { load, store, exchange, wait, wake, read, write };
  Kind kind = Kind::load;
  const void* word = nullptr;
  uint32_t value = 0;  ///< to store, or expected by a wait

  bool plain() const { return kind == Kind::read || kind == Kind::write; }
  bool writes() const {
    return kind == Kind::store || kind == Kind::exchange || kind == Kind::write;
  }
  bool operator==(const Step&) const = default;
};

/// What came of all orders.
struct Exploration {
  size_t states = 0;
  size_t ends = 0;       ///< different states in which both sides had ended
  size_t races = 0;      ///< states in which both were about to touch a word, not both atomically
  size_t deadlocks = 0;  ///< states in which a side slept and nobody was left to wake it
  size_t broken = 0;     ///< operations after which a side's `broken` was true
};

/// The steps of an operation under exploration; outside of one they are done at once.
class ExploredSteps {
 public:
  using Word = std::atomic<uint32_t>;

  static uint32_t load(const Word& word) { return take({Step::Kind::load, &word, 0}); }
  static void store(Word& word, uint32_t value) { take({Step::Kind::store, &word, value}); }
  static uint32_t exchange(Word& word, uint32_t value) {
    return take({Step::Kind::exchange, &word, value});
  }
  static void wait(const Word& word, uint32_t expected, int64_t) {
    take({Step::Kind::wait, &word, expected});
  }
  static void wake(Word& word) { take({Step::Kind::wake, &word, 0}); }

  /// Touching a word that isn't atomic.
  static uint32_t read(const uint32_t* word) { return take({Step::Kind::read, word, 0}); }
  static void write(uint32_t* word, uint32_t value) { take({Step::Kind::write, word, value}); }

  /// An operation stops before this step.
  struct Stop {
    Step step;
  };

  /// Begins an operation whose first steps have been done already.
  static void begin(const std::vector<uint32_t>* yields) {
    yields_ = yields;
    done_ = 0;
  }
  static void end() { yields_ = nullptr; }

  /// Does a step on memory. A wait yields 1 when it has to sleep.
  static uint32_t perform(const Step& step) {
    uint32_t now = 0;
    std::memcpy(&now, step.word, sizeof now);
    if (step.writes()) {
      std::memcpy(const_cast<void*>(step.word), &step.value, sizeof step.value);
    }
    return step.kind == Step::Kind::wait ? uint32_t{now == step.value} : now;
  }

 private:
  static uint32_t take(const Step& step) {
    if (yields_ == nullptr) return perform(step);
    if (done_ == yields_->size()) throw Stop{step};
    return (*yields_)[done_++];
  }

  static inline const std::vector<uint32_t>* yields_ = nullptr;
  static inline size_t done_ = 0;
};

/// Explores two sides over a block of memory as it is, and leaves it in some other state. Sleepers
/// never wake by themselves unless `timeouts`, which makes the end of their time a step like any
/// other; without it a lost wake-up shows as `deadlocks`. With `mortal` the first side may die once,
/// before any of its steps: `First::revive` then begins anew.
template <typename First, typename Second>
class StepExplorer {
 public:
  struct Options {
    bool timeouts = false;
    bool mortal = false;
  };

  StepExplorer(std::span<uint32_t> memory, const First& first, const Second& second,
               Options options)
      : memory_(memory), options_(options) {
    State begin{.words = {memory.begin(), memory.end()},
                .first = {.side = first},
                .second = {.side = second}};
    enter(std::move(begin), [](State& s, StepExplorer& e) {
      e.advance(s.first);
      e.advance(s.second);
    });
  }

  Exploration explore() {
    while (!open_.empty()) {
      const State state = open_.back();
      open_.pop_back();
      visit(state);
    }
    result_.states = seen_.size();
    return result_;
  }

 private:
  enum class Mode : uint8_t { running, asleep, ended };

  template <typename Side>
  struct Half {
    static_assert(std::is_trivially_copyable_v<Side>);
    Side side;
    std::vector<uint32_t> yields = {};
    Step next = {};
    Mode mode = Mode::running;
  };

  struct State {
    std::vector<uint32_t> words;
    Half<First> first;
    Half<Second> second;
    bool died = false;
  };

  template <typename Change>
  void enter(State state, Change change) {
    std::memcpy(memory_.data(), state.words.data(), memory_.size_bytes());
    change(state, *this);
    std::memcpy(state.words.data(), memory_.data(), memory_.size_bytes());
    if (seen_.insert(keyOf(state)).second) open_.push_back(std::move(state));
  }

  void visit(const State& state) {
    const bool firstRuns = state.first.mode == Mode::running;
    const bool secondRuns = state.second.mode == Mode::running;
    if (firstRuns && secondRuns) result_.races += races(state.first.next, state.second.next);
    if (firstRuns) {
      enter(state, [](State& s, StepExplorer& e) { e.perform(s.first, s.second); });
    }
    if constexpr (requires(First side) { side.revive(); }) {
      if (options_.mortal && !state.died && state.first.mode != Mode::ended) {
        enter(state, [](State& s, StepExplorer& e) {
          s.died = true;
          s.first.side.revive();
          s.first.yields.clear();
          s.first.mode = Mode::running;
          e.advance(s.first);
        });
      }
    }
    if (secondRuns) {
      enter(state, [](State& s, StepExplorer& e) { e.perform(s.second, s.first); });
    }
    if (options_.timeouts && state.first.mode == Mode::asleep) {
      enter(state, [](State& s, StepExplorer& e) { e.goOn(s.first); });
    }
    if (options_.timeouts && state.second.mode == Mode::asleep) {
      enter(state, [](State& s, StepExplorer& e) { e.goOn(s.second); });
    }
    if (firstRuns || secondRuns) return;
    const bool ended = state.first.mode == Mode::ended && state.second.mode == Mode::ended;
    result_.ends += ended;
    result_.deadlocks += !ended && !options_.timeouts;
  }

  static bool races(const Step& a, const Step& b) {
    return a.word == b.word && (a.writes() || b.writes()) && (a.plain() || b.plain());
  }

  template <typename Mine, typename Theirs>
  void perform(Half<Mine>& mine, Half<Theirs>& theirs) {
    const Step step = mine.next;
    const uint32_t yield = ExploredSteps::perform(step);
    if (step.kind == Step::Kind::wait && yield == 1) {
      mine.mode = Mode::asleep;
      return;
    }
    if (step.kind == Step::Kind::wake && theirs.mode == Mode::asleep &&
        theirs.next.word == step.word) {
      goOn(theirs);
    }
    mine.yields.push_back(yield);
    advance(mine);
  }

  template <typename Side>
  void goOn(Half<Side>& sleeper) {
    sleeper.mode = Mode::running;
    sleeper.yields.push_back(0);
    advance(sleeper);
  }

  /// Runs a side up to its next step.
  template <typename Side>
  void advance(Half<Side>& half) {
    for (;;) {
      Side after = half.side;
      ExploredSteps::begin(&half.yields);
      try {
        if (!after.act()) half.mode = Mode::ended;
        ExploredSteps::end();
      } catch (const ExploredSteps::Stop& stop) {
        ExploredSteps::end();
        half.next = stop.step;
        return;
      }
      result_.broken += after.broken;
      half.side = after;
      half.yields.clear();
      half.next = {};
      if (half.mode == Mode::ended) return;
    }
  }

  /// A state as bytes. Padding may tell equal states apart, which costs time only.
  static std::string keyOf(const State& state) {
    std::string key;
    const auto add = [&key](const void* bytes, size_t count) {
      key.append(static_cast<const char*>(bytes), count);
    };
    const auto addHalf = [&add](const auto& half) {
      add(&half.side, sizeof half.side);
      add(&half.mode, sizeof half.mode);
      const size_t count = half.yields.size();
      add(&count, sizeof count);
      add(half.yields.data(), count * sizeof(uint32_t));
    };
    add(state.words.data(), state.words.size() * sizeof(uint32_t));
    addHalf(state.first);
    addHalf(state.second);
    add(&state.died, sizeof state.died);
    return key;
  }

  std::span<uint32_t> memory_;
  Options options_;
  std::vector<State> open_;
  std::unordered_set<std::string> seen_;
  Exploration result_;
};

template <typename First, typename Second>
Exploration explore(std::span<uint32_t> memory, const First& first, const Second& second,
                    typename StepExplorer<First, Second>::Options options = {}) {
  return StepExplorer<First, Second>(memory, first, second, options).explore();
}

}  // namespace skyflock::tests
