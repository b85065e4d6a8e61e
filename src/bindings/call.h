#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <type_traits>

#include "life/host.h"

// Methods of a host and of its world as functions that embind takes. JavaScript gets the address of
// what a method gives by pointer, reference or span.

namespace skyflock::bindings {

inline uint32_t addressOf(const void* pointer) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(pointer));
}

template <typename Result>
auto crossing(const Result& result) {
  if constexpr (std::is_same_v<Result, std::span<const float>>) {
    return addressOf(result.data());
  } else if constexpr (std::is_pointer_v<Result>) {
    return addressOf(result);
  } else if constexpr (std::is_class_v<Result> && !std::is_same_v<Result, std::string>) {
    return addressOf(&result);
  } else {
    return result;
  }
}

template <typename Owner, typename Host>
auto& ownerOf(Host& host) {
  if constexpr (std::is_same_v<Owner, life::World>) {
    return host.world();
  } else {
    return host;
  }
}

template <typename Host, auto kMethod, typename Result, typename Owner, typename... Arguments>
struct CallOf {
  static auto on(Host& host, Arguments... arguments) {
    auto& owner = ownerOf<Owner>(host);
    if constexpr (std::is_void_v<Result>) {
      (owner.*kMethod)(arguments...);
    } else {
      return crossing((owner.*kMethod)(arguments...));
    }
  }
};

template <typename Host, auto kMethod>
struct Call;
template <typename Host, typename Result, typename Owner, typename... Arguments,
          Result (Owner::*kMethod)(Arguments...)>
struct Call<Host, kMethod> : CallOf<Host, kMethod, Result, Owner, Arguments...> {};
template <typename Host, typename Result, typename Owner, typename... Arguments,
          Result (Owner::*kMethod)(Arguments...) const>
struct Call<Host, kMethod> : CallOf<Host, kMethod, Result, Owner, Arguments...> {};

template <typename Host, auto kMethod>
inline constexpr auto call = &Call<Host, kMethod>::on;

}  // namespace skyflock::bindings
