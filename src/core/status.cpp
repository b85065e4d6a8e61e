#include "core/status.h"

#include <cstdint>

namespace skyflock::core {

namespace {

/// Writes into a Status, cutting what does not fit. No stdio: it would double the WebAssembly.
class Writer {
 public:
  explicit Writer(Status& status) : status_(status) {}

  void text(const char* s) {
    while (*s != '\0') put(*s++);
  }

  void number(double v) {
    if (v != v) return text("not a number");
    if (v < 0.0) {
      put('-');
      v = -v;
    }
    if (v > 1e15) return text("beyond 1e15");
    auto whole = static_cast<uint64_t>(v);
    auto millionths = static_cast<uint64_t>((v - static_cast<double>(whole)) * 1e6 + 0.5);
    if (millionths == 1000000) {
      ++whole;
      millionths = 0;
    }
    digits(whole, 1);
    if (millionths == 0) return;
    put('.');
    int places = 6;
    while (millionths % 10 == 0) {
      millionths /= 10;
      --places;
    }
    digits(millionths, places);
  }

 private:
  void put(char c) {
    if (length_ + 1 < sizeof(status_.message)) status_.message[length_++] = c;
  }

  void digits(uint64_t v, int atLeast) {
    char reversed[20];
    int count = 0;
    while (v != 0 || count < atLeast) {
      reversed[count++] = static_cast<char>('0' + v % 10);
      v /= 10;
    }
    while (count > 0) put(reversed[--count]);
  }

  Status& status_;
  unsigned length_ = 0;
};

}  // namespace

Status Status::failure(const char* sentence) {
  Status status;
  Writer(status).text(sentence);
  return status;
}

Status Status::failure(const char* name, const char* rest) {
  Status status;
  Writer writer(status);
  writer.text(name);
  writer.text(" ");
  writer.text(rest);
  return status;
}

Status Status::outOfRange(const char* name, double value, double least, double most,
                          const char* unit) {
  Status status;
  Writer writer(status);
  writer.text(name);
  writer.text(" is ");
  writer.number(value);
  writer.text("; it must be from ");
  writer.number(least);
  writer.text(" to ");
  writer.number(most);
  if (unit[0] != '\0') {
    writer.text(" ");
    writer.text(unit);
  }
  writer.text(".");
  return status;
}

}  // namespace skyflock::core
