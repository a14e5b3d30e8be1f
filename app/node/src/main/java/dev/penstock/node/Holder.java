package dev.penstock.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;

/** Who holds a folder: one line for whoever finds it locked. */
final class Holder {
  private Holder() {}

  static String describe(ProcessHandle process) {
    String since = process.info().startInstant().map(Instant::toString).orElse("an unknown time");
    return "process " + process.pid() + " of " + host() + ", started at " + since;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }
}
