#pragma once

namespace skyflock::core {

#if defined(SKYFLOCK_WORDLESS)

/// Whether something can be done, and nothing of why not: for a module whose callers say so
/// themselves, since they checked what they gave. Sentences, and what they are made of, stay out of
/// its .wasm.
struct Status {
  bool refused = false;

  bool ok() const { return !refused; }

  static constexpr Status failure(const char*) { return {true}; }
  static constexpr Status failure(const char*, const char*) { return {true}; }
  static constexpr Status outOfRange(const char*, double, double, double, const char*) {
    return {true};
  }
};

#else

/// Whether something the user asked for can be done, and if not, why: one sentence with the name,
/// the value and the range.
struct Status {
  char message[200] = {};  ///< empty when all is well

  bool ok() const { return message[0] == '\0'; }

  /// A sentence of its own.
  static Status failure(const char* sentence);
  /// "`name` `rest`".
  static Status failure(const char* name, const char* rest);
  /// "`name` is `value`; it must be from `least` to `most` `unit`."
  static Status outOfRange(const char* name, double value, double least, double most,
                           const char* unit);
};

#endif

}  // namespace skyflock::core
