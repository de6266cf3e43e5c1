import Glibc

/// How many files and sockets the process may have open.
package enum FileLimit {
  /// Raises the limit as far as the system lets a process do that, and says where it is then.
  package static func raise() -> Int {
    var limit = rlimit()
    // SAFETY: the calls fill and read the structure they are handed.
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return 1_024
    }
    if limit.rlim_cur < limit.rlim_max {
      var raised = limit
      raised.rlim_cur = min(limit.rlim_max, 1 << 20)
      if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 {
        limit = raised
      }
    }
    return Int(clamping: limit.rlim_cur)
  }
}
