package dev.penstock.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Sealed;
import org.junit.jupiter.api.Test;

/** What a list says of a value, also where it cannot show it. */
class RecordListTest {
  private static LedgerRecord record(RecordValue value) {
    return new LedgerRecord(0, 1, 0L, null, null, 0, value);
  }

  @Test
  void aSealedValueIsNamedAsOneThatCannotBeReadHere() {
    var sealed =
        new Sealed(
            RecordKind.SAMPLE,
            ByteString.of(new byte[16]),
            ByteString.of(new byte[12]),
            ByteString.of(new byte[60]));

    assertThat(RecordList.value(record(sealed))).isEqualTo("sealed; its key is not in this bundle");
    assertThat(RecordList.value(record(new Sample(SampleValue.of("open"))))).isEqualTo("open");
  }
}
