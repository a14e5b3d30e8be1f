package dev.penstock.flow.query;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.continuity.ContinuityReport;
import java.io.IOException;

/** How completely sources were heard, as the sealed records say it. Safe for several threads. */
public interface SealedContinuity {
  /**
   * What can be said about a source in {@code [from, to)}.
   *
   * @param from ns since 1970
   */
  ContinuityReport report(long source, long from, long to) throws IOException;

  /** The same as a signed certificate that an auditor checks without us. */
  Certifying certify(long source, long from, long to) throws IOException;

  /** What came of asking for a certificate. */
  sealed interface Certifying {
    /** The signed bytes, docs/formats/continuity.md. */
    record Made(ByteString certificate) implements Certifying {}

    /**
     * There can be none.
     *
     * @param reason one sentence: what stands in the way, and what to ask for instead
     */
    record Impossible(String reason) implements Certifying {}
  }
}
