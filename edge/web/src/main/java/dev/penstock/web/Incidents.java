package dev.penstock.web;

/** Hears of requests that failed by a fault of ours or of the disk; writes them to the log. */
@FunctionalInterface
public interface Incidents {
  /**
   * One failed.
   *
   * @param number the same that whoever asked was told
   * @param request method and path as the API names it, without parameters
   */
  void happened(long number, String request, Throwable why);
}
