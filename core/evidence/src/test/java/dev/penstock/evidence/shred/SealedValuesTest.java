package dev.penstock.evidence.shred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.Event;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Sealed;
import dev.penstock.testkit.Seed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** A sealed value opens with its key, in its place, to one value, and in no other way. */
class SealedValuesTest {
  private final SplittableRandom random = new SplittableRandom(Seed.value());
  private final PeriodKey key = PeriodKey.of(ByteString.of(bytes(16)), bytes(32));

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static LedgerRecord sample(String text) {
    return new LedgerRecord(7, 3, 1L, null, 1_000L, 0, new Sample(SampleValue.of(text)));
  }

  private LedgerRecord sealed(LedgerRecord clear) {
    return SealedValues.seal(clear, key, bytes(12));
  }

  private static Opened.Refused refused(Opened.Reason reason) {
    return new Opened.Refused(reason);
  }

  @Test
  void whatIsSealedOpensToTheSameAndHidesIt() {
    LedgerRecord clear = sample("the planted marker");
    LedgerRecord sealed = sealed(clear);

    assertThat(SealedValues.open(sealed, key)).isEqualTo(new Opened.Clear(clear));
    assertThat(SealedValues.open(sealed, key.recordKey(sealed))).isEqualTo(new Opened.Clear(clear));
    assertThat(new String(sealed.encode(), StandardCharsets.ISO_8859_1)).doesNotContain("marker");
    assertThat(LedgerRecord.decode(sealed.encode())).isEqualTo(new Decoded.Value<>(sealed));
  }

  @Test
  void eachKindThatMayBeSealedKeepsItsKind() {
    var event = new Event("door", 5, "open", Details.NONE);
    var clear = new LedgerRecord(1, 2, null, null, null, 0, event);

    LedgerRecord sealed = sealed(clear);

    assertThat(sealed.kind()).isEqualTo(RecordKind.EVENT);
    assertThat(SealedValues.open(sealed, key)).isEqualTo(new Opened.Clear(clear));
  }

  @Test
  void aRecordGetsNoLongerThanIsSaid() {
    LedgerRecord clear = sample("x".repeat(random.nextInt(100_000)));

    assertThat(sealed(clear).encode().length - clear.encode().length)
        .as(Seed.describe())
        .isBetween(1, SealedValues.BYTES_BESIDE);
  }

  @Test
  void eachChangedBitIsRefused() {
    LedgerRecord clear = sample("42.5 bar");
    byte[] bytes = sealed(clear).encode();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] = (byte) (changed[bit / 8] ^ (1 << (bit % 8)));
      if (LedgerRecord.decode(changed) instanceof Decoded.Value<LedgerRecord>(var read)
          && isBound(clear, read)) {
        assertThat(SealedValues.open(read, key))
            .as("bit %d, %s", bit, Seed.describe())
            .isInstanceOf(Opened.Refused.class);
      }
    }
  }

  /** Times and quality are the block's to hold; all else is the sealed value's too. */
  private static boolean isBound(LedgerRecord clear, LedgerRecord read) {
    return read.quality() == clear.quality()
        && Objects.equals(read.receivedTime(), clear.receivedTime())
        && Objects.equals(read.sourceTime(), clear.sourceTime());
  }

  @Test
  void aMovedValueIsRefused() {
    LedgerRecord sealed = sealed(sample("a"));
    LedgerRecord[] elsewhere = {
      new LedgerRecord(8, 3, 1L, null, 1_000L, 0, sealed.value()),
      new LedgerRecord(7, 4, 1L, null, 1_000L, 0, sealed.value()),
      new LedgerRecord(7, 3, 2L, null, 1_000L, 0, sealed.value()),
    };
    for (LedgerRecord moved : elsewhere) {
      assertThat(SealedValues.open(moved, key)).isEqualTo(refused(Opened.Reason.NOT_AUTHENTIC));
      // Nor with the key of the record that it was taken from.
      assertThat(SealedValues.open(moved, key.recordKey(sealed)))
          .isEqualTo(refused(Opened.Reason.NOT_AUTHENTIC));
    }
  }

  @Test
  void theKeyOfOneRecordOpensNoOther() {
    LedgerRecord one = sealed(sample("a"));
    LedgerRecord other =
        sealed(new LedgerRecord(8, 3, 1L, null, 1L, 0, new Sample(SampleValue.of(1))));

    assertThat(SealedValues.open(other, key.recordKey(one)))
        .isEqualTo(refused(Opened.Reason.NOT_AUTHENTIC));
  }

  @Test
  void anotherKeyIsNamedAsTheReason() {
    LedgerRecord sealed = sealed(sample("a"));
    PeriodKey other = PeriodKey.of(ByteString.of(bytes(16)), bytes(32));
    PeriodKey sameId = PeriodKey.of(key.id(), bytes(32));

    assertThat(SealedValues.open(sealed, other)).isEqualTo(refused(Opened.Reason.OTHER_KEY));
    assertThat(SealedValues.open(sealed, sameId)).isEqualTo(refused(Opened.Reason.NOT_AUTHENTIC));
    assertThat(SealedValues.open(sample("a"), key)).isEqualTo(refused(Opened.Reason.NOT_SEALED));
  }

  /** Whoever encrypts by hand can choose the key, but not one that the text does not name. */
  @Test
  void aValueThatIsNotCommittedToItsKeyIsRefused() throws Exception {
    LedgerRecord real = sealed(sample("a"));
    RecordKey recordKey = key.recordKey(real);
    byte[] foreign = bytes(32);
    byte[] plain = Arrays.copyOf(foreign, 32 + 2);
    plain[32] = 0x61;
    plain[33] = 'b';

    assertThat(SealedValues.open(encrypted(real, recordKey, plain), recordKey))
        .isEqualTo(refused(Opened.Reason.NOT_COMMITTED));

    System.arraycopy(recordKey.commitment(), 0, plain, 0, 32);
    assertThat(SealedValues.open(encrypted(real, recordKey, plain), recordKey))
        .isEqualTo(new Opened.Clear(sample("b")));
  }

  @Test
  void whatIsInsideMustBeOneValueInClear() throws Exception {
    LedgerRecord real = sealed(sample("a"));
    RecordKey recordKey = key.recordKey(real);
    byte[][] wrong = {{}, {0x61}, {0x00, 0x00}, real.encodeValue()};
    for (byte[] value : wrong) {
      byte[] plain = Arrays.copyOf(recordKey.commitment(), 32 + value.length);
      System.arraycopy(value, 0, plain, 32, value.length);

      assertThat(SealedValues.open(encrypted(real, recordKey, plain), recordKey))
          .isEqualTo(refused(Opened.Reason.NO_VALUE));
    }
  }

  private static LedgerRecord encrypted(LedgerRecord like, RecordKey key, byte[] plain)
      throws Exception {
    var sealed = (Sealed) like.value();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(key.cipherKey(), "AES"),
        new GCMParameterSpec(128, sealed.nonce().bytes()));
    byte[] place = SealedValues.place(like);
    byte[] head = {(byte) 0x83, 0x68, 'E', 'n', 'c', 'r', 'y', 'p', 't', '0', 0x43};
    cipher.updateAAD(head);
    cipher.updateAAD(new byte[] {(byte) 0xa1, 0x01, 0x03, (byte) (0x40 + place.length)});
    cipher.updateAAD(place);
    ByteString hidden = ByteString.of(cipher.doFinal(plain));
    return like.with(new Sealed(sealed.kind(), sealed.keyId(), sealed.nonce(), hidden));
  }

  @Test
  void shortTextsAreRefusedAndNeverThrow() {
    LedgerRecord real = sealed(sample("a"));
    var sealed = (Sealed) real.value();
    for (int length = 0; length < 60; length++) {
      var cut =
          new Sealed(sealed.kind(), sealed.keyId(), sealed.nonce(), ByteString.of(bytes(length)));

      assertThat(SealedValues.open(real.with(cut), key))
          .as(Seed.describe())
          .isEqualTo(refused(Opened.Reason.NOT_AUTHENTIC));
    }
  }

  @Test
  void keysShowNothingOfThemselves() {
    byte[] secret = bytes(32);
    PeriodKey period = PeriodKey.of(ByteString.of(new byte[] {1}), secret);

    assertThat(period).hasToString("period key 01");
    assertThat(period.recordKey(sample("a"))).hasToString("record key");
  }

  @Test
  void misuseIsNamed() {
    LedgerRecord clear = sample("a");
    LedgerRecord sealed = sealed(clear);
    ByteString id = ByteString.of(bytes(16));
    assertThatThrownBy(() -> SealedValues.seal(clear, key, bytes(11))).hasMessageContaining("12");
    assertThatThrownBy(() -> SealedValues.seal(sealed, key, bytes(12)))
        .hasMessageContaining("already");
    assertThatThrownBy(() -> PeriodKey.of(id, bytes(31))).hasMessageContaining("must have 32");
    assertThatThrownBy(() -> PeriodKey.of(ByteString.EMPTY, bytes(32)))
        .hasMessageContaining("1..32");
    assertThatThrownBy(() -> RecordKey.of(bytes(33))).hasMessageContaining("must have 32");
    assertThatThrownBy(() -> clear.with(new Event("a", 0, null, Details.NONE)))
        .hasMessageContaining("EVENT");
  }
}
