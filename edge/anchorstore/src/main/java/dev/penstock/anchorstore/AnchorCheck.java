package dev.penstock.anchorstore;

import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the answers of anchors are whole, and are answers about this log: each row has its
 * answer, each answer its proof, and the root it names is the log's at that size. Whether a proof
 * proves anything is not judged here. Changes nothing.
 */
public final class AnchorCheck {
  private static final int FINDINGS_MAX = 1_000;

  /** What is known of the log. */
  public interface Log {
    String origin();

    long size();

    /** The root at a size up to {@link #size()}. */
    Digest root(long size) throws IOException;
  }

  /**
   * What was found.
   *
   * @param rows how many answers there are
   * @param proofs how many of them have a proof
   */
  public record Result(long rows, long proofs, List<String> findings) {
    public Result {
      findings = List.copyOf(findings);
    }
  }

  private final AnchorRows rows;
  private final Log log;
  private final List<String> findings = new ArrayList<>();
  private long proofs;
  private long largest;

  private AnchorCheck(AnchorRows rows, Log log) {
    this.rows = rows;
    this.log = log;
  }

  /** Checks the rows that were there when they were opened; the log is at least as new. */
  public static Result run(AnchorRows rows, Log log) {
    return new AnchorCheck(rows, log).run();
  }

  private Result run() {
    long count = rows.count();
    for (long number = 0; number < count; number++) {
      if (findings.size() >= FINDINGS_MAX) {
        findings.add("and more behind row " + number + "; not looked at");
        break;
      }
      try {
        look(number, count);
      } catch (IOException e) {
        findings.add(String.valueOf(e.getMessage()));
      }
    }
    return new Result(count, proofs, findings);
  }

  private void look(long number, long count) throws IOException {
    Row row = rows.row(number);
    AnchorRow answer = rows.answer(number);
    String where = "row " + number + " (" + answer.name() + ")";
    largest = answer.isGiven() ? Math.max(largest, row.size()) : largest;
    if (row.largest() != largest || row.outcome() != Row.codeOf(answer.outcome())) {
      findings.add(where + " does not say what its answer says");
    }
    lookAtReplacement(number, row, answer, where, count);
    Digest digest = answer.proof();
    if (digest != null) {
      proofs++;
      if (rows.proof(digest).isEmpty()) {
        findings.add(where + " names proof " + digest + ", which is not there");
      }
    }
    compare(answer, where);
  }

  private void lookAtReplacement(long number, Row row, AnchorRow answer, String where, long count)
      throws IOException {
    if (row.replaces() >= number || (row.replacedBy() >= 0 && row.replacedBy() <= number)) {
      findings.add(where + " names a row that cannot be its neighbour");
      return;
    }
    if (row.replaces() >= 0) {
      AnchorRow old = rows.answer(row.replaces());
      if (old.size() != answer.size()
          || !old.root().equals(answer.root())
          || !old.name().equals(answer.name())) {
        findings.add(where + " takes the place of row " + row.replaces() + " of another head");
      }
    }
    if (row.replacedBy() >= 0
        && row.replacedBy() < count
        && rows.row(row.replacedBy()).replaces() != number) {
      findings.add(where + " says that row " + row.replacedBy() + " took its place; it did not");
    }
  }

  private void compare(AnchorRow answer, String where) throws IOException {
    if (!answer.origin().equals(log.origin())) {
      findings.add(where + " is about the log " + answer.origin() + ", this is " + log.origin());
    } else if (answer.size() > log.size()) {
      findings.add(
          where
              + " is about size "
              + answer.size()
              + ", the log has "
              + log.size()
              + ": the end of the log is missing");
    } else if (!log.root(answer.size()).equals(answer.root())) {
      findings.add(
          where
              + " is about root "
              + answer.root()
              + " at size "
              + answer.size()
              + ", the log's is "
              + log.root(answer.size())
              + ": the log was rewritten, or the row is not this log's");
    }
  }
}
