package dev.penstock.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelDropsTest {
  private static final String ROW =
      "  12: 0100007F:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0"
          + " 21 2 ffff 4711";

  @Test
  void aRowTellsOfItsOwnPortOnly() {
    assertThat(KernelDrops.inRow(ROW, 0x202)).hasValue(4711);
    assertThat(KernelDrops.inRow(ROW, 0x203)).isEmpty();
    assertThat(KernelDrops.inRow("  sl  local_address rem_address   st ... drops", 0x202))
        .isEmpty();
    assertThat(KernelDrops.inRow("", 0x202)).isEmpty();
  }

  @Test
  void ofAPortThatNobodyHasNothingIsKnown() {
    assertThat(KernelDrops.at(0)).isEmpty();
  }
}
