package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFinding;
import java.util.List;

/**
 * What a check of a whole journal found.
 *
 * @param id of the journal, or empty when that could not be read
 * @param end one behind the last position
 * @param commits how many commits were checked
 * @param frames in them
 * @param records in those
 * @param bytes that were read
 * @param findings everything that is wrong
 * @param notes what the operator should know although nothing is wrong
 */
public record JournalCheck(
    String id,
    long end,
    long commits,
    long frames,
    long records,
    long bytes,
    List<JournalFinding> findings,
    List<String> notes) {
  public JournalCheck {
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }
}
