package dev.penstock.bundle;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.Claim.State;

/**
 * Why a claim does not hold.
 *
 * @param where the entry of the bundle, and the place in it
 * @param words a sentence for a person
 */
record Fault(State state, Reason reason, String where, String words) {
  static Fault wrong(Reason reason, String where, String words) {
    return new Fault(State.CONTRADICTED, reason, where, words);
  }

  static Fault unproven(Reason reason, String where, String words) {
    return new Fault(State.UNPROVEN, reason, where, words);
  }
}
