package dev.penstock.bundle;

import java.util.Optional;

/**
 * What somebody outside says about a head of the log, checked.
 *
 * @param kind by which way
 * @param name who
 * @param party whom the auditor admitted for it: unique among those of its kind, so that nobody
 *     counts twice
 * @param head place among the heads
 * @param at ns since 1970, when it is good
 * @param fault why it does not count
 * @param sentence for a person
 */
record Word(
    Requirement.Kind kind,
    String name,
    String party,
    int head,
    long at,
    Optional<Fault> fault,
    String sentence) {
  boolean isGood() {
    return fault.isEmpty();
  }
}
