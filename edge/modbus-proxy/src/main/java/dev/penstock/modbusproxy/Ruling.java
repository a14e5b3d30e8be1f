package dev.penstock.modbusproxy;

import dev.penstock.conduit.Decision;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.merkle.Digest;
import java.util.List;

/** What the gate says to one request. */
sealed interface Ruling {
  /** It may pass, and nothing is recorded of it. */
  record Look() implements Ruling {}

  /**
   * It may pass when it was recorded before.
   *
   * @param request that is recorded
   * @param approvedBy people who agreed, where that was needed
   */
  record Act(
      Digest policy,
      Decision decision,
      dev.penstock.conduit.Request request,
      List<ByteString> approvedBy)
      implements Ruling {
    public Act {
      approvedBy = List.copyOf(approvedBy);
    }
  }

  /** It does not pass; it was recorded. */
  record Refused(ExceptionCode answer) implements Ruling {}
}
