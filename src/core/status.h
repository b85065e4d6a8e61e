#pragma once

namespace skyflock::core {

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

}  // namespace skyflock::core
