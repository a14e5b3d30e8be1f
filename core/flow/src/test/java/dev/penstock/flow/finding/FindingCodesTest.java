package dev.penstock.flow.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.anchoring.HeadFindings;
import dev.penstock.flow.continuity.SourceCodes;
import org.junit.jupiter.api.Test;

class FindingCodesTest {
  @Test
  void eachPartIsInTheList() {
    assertThat(FindingCodes.ofFindings())
        .contains("TAMPERED", "SILENT", "MALFORMED", "NOTICE_SENT", "CLOCK_OVERLAP")
        .contains(SourceCodes.LATE, SourceCodes.CLOCK_STEP, HeadFindings.SPLIT_VIEW)
        .allMatch(code -> code.matches("[A-Z_]+"));
    assertThat(FindingCodes.ofGaps()).contains("DEAF", "SHREDDED");
  }

  /** Else one help would have to speak of two things. */
  @Test
  void noCauseOfAGapIsTheCodeOfAFinding() {
    assertThat(FindingCodes.ofGaps()).doesNotContainAnyElementsOf(FindingCodes.ofFindings());
  }
}
