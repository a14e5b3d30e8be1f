package dev.penstock.flow.query;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.continuity.ContinuityReport;
import dev.penstock.flow.continuity.Scope;
import java.io.IOException;
import java.util.Optional;

/** How completely sources were heard, as the sealed records say it. Safe for several threads. */
public interface SealedContinuity {
  /**
   * What can be said about a source in {@code [from, to)}.
   *
   * @param from ns since 1970
   */
  ContinuityReport report(long source, long from, long to) throws IOException;

  /**
   * By which way the source's records came in {@code [from, to)}, which opens each statement;
   * absent where no sealed record tells, and then nothing may be claimed of what came before the
   * gateway.
   */
  default Optional<Scope> scope(long source, long from, long to) throws IOException {
    return Optional.empty();
  }

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
