package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.UnsortedBlocks;
import dev.penstock.signature.SigningException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** chain.md §3, group chains: sorted by (source, number), each record once. */
class GroupOrderTest {
  private final Maker maker = new Maker("gw");
  private final Watch watch = Watch.of(maker);

  /** Names as source.seq. */
  private void arrive(String names) throws SigningException {
    String[] each = names.split(" ", -1);
    var records = new long[each.length][];
    for (int i = 0; i < each.length; i++) {
      String[] name = each[i].split("\\.", -1);
      records[i] = new long[] {Long.parseLong(name[0]), Long.parseLong(name[1])};
    }
    byte[] message = UnsortedBlocks.group(maker.tip(), maker.signer, Maker.SECOND, records);
    assertThat(watch.arrive(message, maker.now(), 1)).isEqualTo(Verdict.LINKED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.7", "3.7 3.8 3.100 4.0", "0.1 1.0 4294967295.0", "3.1 5.1 7.1"})
  void sortedRecordsSayNothing(String names) throws SigningException {
    arrive(names);
    watch.nothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.8 3.7", "4.0 3.7", "3.7 3.7", "3.7 4.0 3.8", "0.1 0.2 0.2 0.3"})
  void recordsOutOfOrderOrTwiceAreInconsistent(String names) throws SigningException {
    arrive(names);
    Finding finding = watch.only(FindingCode.INCONSISTENT);
    assertThat(finding.reason()).isEqualTo(FindingReason.GROUP_ORDER);
    assertThat(finding.first()).isZero();
  }
}
