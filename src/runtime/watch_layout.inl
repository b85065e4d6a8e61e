// For how long a thread may be silent before it counts as hung: what the watch in C++ (supervisor.h) and those in
// JavaScript (web/fallback/runtime/supervisor.ts, web/engine/processor-time.ts) have in common. Shorter times end
// threads that were only slow; longer ones let a world stand still for longer.

SF_CONSTANT(f64, leastSuspicionMs, 120, "ms", "Least time without progress that is suspicious. Garbage collection, and whatever else has the processor for a moment, must fit in.")
SF_CONSTANT(f64, unattendedMs, 10000, "ms", "The same where nobody mends what hangs: there a busy machine must not be taken for a hang.")
SF_CONSTANT(f64, unsuspected, 3, "", "How many times as long as the longest of late a step or a tick takes unsuspected: a trial takes a processor from whom it waits for.")
SF_CONSTANT(f64, leastTrialMs, 200, "ms", "Least processor time that the watch gets in a trial before it judges.")
SF_CONSTANT(f64, longestTrialMs, 10000, "ms", "Time after which a trial ends whatever it got: by a clock that moves in steps of several ms no look seems to follow another at once.")
SF_CONSTANT(f64, stoodStillMs, 1000, "ms", "Two looks in a trial further apart mean that the whole machine stood still (a sleeping laptop, a frozen tab, a debugger): the watch starts over.")
SF_CONSTANT(f64, forgetting, 0.99, "", "What of the longest step or tick counts one run later: an old peak is forgotten within some seconds.")
