import Glibc

/// What signals do to this process.
package enum ProcessSignals {
  /// Sets what the program counts on, whatever process it was started by.
  static func prepare() {
    // Writing to a closed pipe shall fail like any other writing, and not end the process.
    signal(SIGPIPE, SIG_IGN)
    // A parent with signals blocked hands that on, and nobody could interrupt the program.
    var all = sigset_t()
    // SAFETY: the calls fill and read the set they are handed, and keep no pointer.
    unsafe sigfillset(&all)
    unsafe sigprocmask(SIG_UNBLOCK, &all, nil)
  }
}
