package dev.penstock.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.BlockBuilder;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.evidence.block.SealingPace;
import dev.penstock.evidence.record.Alarm;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.Event;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.records.RecordGrammar;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The SDK's own encoder and core/evidence make the same bytes from the same facts. */
class SameAsCoreTest {
  /** In the order of their codes in records.cddl. */
  private static final List<String> ALARM_STATES =
      List.of("ACTIVE", "ACKNOWLEDGED", "CLEARED", "SUPPRESSED", "SHELVED", "DISABLED");

  private final SplittableRandom random = new SplittableRandom(Seed.value());
  private final List<SameKey> keys =
      List.of(
          new SameKey(Cose.EDDSA, SignatureAlgorithm.ED25519, bytes(32), 64),
          new SameKey(Cose.ES256, SignatureAlgorithm.ECDSA_P256, pointOfP256(), 64),
          new SameKey(Cose.ML_DSA_44, SignatureAlgorithm.ML_DSA_44, bytes(1312), 2420));

  /**
   * One key for both sides, which signs by repeating the message's hash: both must ask for the same
   * bytes.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record SameKey(
      int algorithm, SignatureAlgorithm coreAlgorithm, byte[] publicKey, int signatureBytes)
      implements DeviceKey, Signer {
    @Override
    public byte[] publicKey() {
      return publicKey.clone();
    }

    @Override
    public VerificationKey key() {
      return VerificationKey.of(coreAlgorithm, publicKey);
    }

    @Override
    public byte[] sign(byte[] message) {
      byte[] hash = Cose.sha256().digest(message);
      byte[] signature = new byte[signatureBytes];
      for (int i = 0; i < signature.length; i++) {
        signature[i] = hash[i % hash.length];
      }
      return signature;
    }
  }

  /** A point that is on the curve, which core wants to see. */
  private static byte[] pointOfP256() {
    try {
      KeyPairGenerator maker = KeyPairGenerator.getInstance("EC");
      maker.initialize(new ECGenParameterSpec("secp256r1"));
      byte[] spki = maker.generateKeyPair().getPublic().getEncoded(); // ends in the raw key
      return Arrays.copyOfRange(spki, spki.length - 65, spki.length);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void randomBlocksAreEqualByteForByte() throws IOException, SigningException {
    int left = Deep.cases(5_000, 1_000_000);
    while (left > 0) {
      int blocks = 1 + random.nextInt(20);
      compareOneChain(blocks);
      left -= blocks;
    }
  }

  private void compareOneChain(int blocks) throws IOException, SigningException {
    SameKey key = keys.get(random.nextInt(keys.size()));
    String origin = random.nextInt(10) == 0 ? "x".repeat(255) : text(1 + random.nextInt(60));
    var state = new ChainState();
    state.chain = bytes(16);
    state.boot = number(62);
    long openedAt = number(50);
    var tip = ChainTip.start(origin, ChainId.of(state.chain), state.boot);
    var builder = new BlockBuilder(tip, key, SealingPace.DEFAULT, false, openedAt);
    for (int i = 0; i < blocks; i++) {
      long endTicks = openedAt + number(40);
      Long wall = random.nextBoolean() ? number(62) : null;
      int quality = wall == null ? 0 : random.nextInt(63);
      byte[] evidence = random.nextInt(4) == 0 ? bytes(32) : null;
      byte[] echo = random.nextInt(4) == 0 ? bytes(16) : null;
      int flags = i == 0 ? Block.BOOT : 0;
      var about = Cbor.sequence(openedAt, endTicks, wall, quality, evidence, echo, flags);
      var outbox = new Outbox(number(40));
      int count = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(12);
      for (int r = 0; r < count; r++) {
        addToBoth(outbox, builder);
      }
      List<byte[]> records = outbox.batch(Block.RECORDS_MAX);
      // Core writes the same bytes; a deep run asks the grammar now and then.
      if (!Deep.on() || random.nextInt(32) == 0) {
        records.forEach(record -> assertThat(RecordGrammar.fault(record)).isEmpty());
      }
      byte[] saltKey = bytes(32);
      byte[] ours = Block.make(origin, state, about, records, saltKey, key);
      SealedBlock theirs =
          builder.close(
              closing(endTicks, wall, quality, evidence, echo), count == 0 ? null : saltKey);
      assertThat(Seen.message(ours)).as(Seed.describe()).isEqualTo(theirs.message());
      assertThat(Block.link(ours)).as(Seed.describe()).isEqualTo(theirs.block().link().bytes());
      state.add(ours, count, state.kid, 0);
      openedAt = endTicks;
    }
  }

  private static Closing closing(
      long end, @Nullable Long wall, int quality, byte[] evidence, byte[] echo) {
    return new Closing(
        end,
        wall,
        quality,
        evidence == null ? null : Digest.of(evidence),
        echo == null ? null : Challenge.of(echo));
  }

  private void addToBoth(Outbox outbox, BlockBuilder builder) {
    long seq = outbox.nextSeq();
    Long time = random.nextBoolean() ? number(62) : null;
    long point = number(32);
    long quality = random.nextBoolean() ? 0 : number(32);
    String text = random.nextInt(20) == 0 ? "y".repeat(4096) : text(random.nextInt(40));
    int severity = random.nextInt(4) == 0 ? 1000 * random.nextInt(2) : random.nextInt(1001);
    Object plain;
    RecordValue value;
    switch (random.nextInt(5)) {
      case 0 -> {
        plain = new Object[] {"code", severity, text, Cbor.EMPTY_MAP};
        value = new Event("code", severity, text, Details.NONE);
      }
      case 1 -> {
        int state = random.nextInt(6);
        plain = new Object[] {"HIGH", state, severity, text, Cbor.EMPTY_MAP};
        value =
            new Alarm(
                "HIGH", Alarm.State.valueOf(ALARM_STATES.get(state)), severity, text, Details.NONE);
      }
      default -> {
        plain = scalar();
        value = new Sample(new SampleValue.One(asCore(plain)));
      }
    }
    var made = Outbox.record(value.kind().code(), point, time, quality, plain);
    boolean ours = outbox.offer(made, false, 0, Long.MAX_VALUE);
    var record = new LedgerRecord(seq, 0, point, time, null, quality, value);
    assertThat(ours).isEqualTo(builder.add(record, 0)).isTrue();
  }

  private @Nullable Object scalar() {
    return switch (random.nextInt(9)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> number(63);
      case 3 -> ~number(63);
      case 4 -> Double.longBitsToDouble(random.nextLong());
      case 5 -> (double) Float.intBitsToFloat(random.nextInt());
      case 6 -> (double) Float.float16ToFloat((short) random.nextInt());
      case 7 -> random.nextBoolean() ? text(random.nextInt(300)) : bytes(random.nextInt(300));
      default -> new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(256) - 127);
    };
  }

  private static Scalar asCore(@Nullable Object value) {
    return switch (value) {
      case null -> new Scalar.None();
      case Boolean b -> new Scalar.Bool(b);
      case Long n -> new Scalar.Whole(n);
      case Double d -> new Scalar.Real(d);
      case String s -> new Scalar.Text(s);
      case byte[] b -> new Scalar.Bytes(ByteString.of(b));
      case BigDecimal d -> new Scalar.Decimal(-d.scale(), d.unscaledValue().longValueExact());
      default -> throw new AssertionError(value.getClass());
    };
  }

  /** The largest numbers and the longest texts that the format has. */
  @Test
  void theEdgesOfTheFormatAreEqualByteForByte() throws IOException, SigningException {
    long max = Long.MAX_VALUE;
    for (SameKey key : keys) {
      var state = new ChainState();
      state.chain = bytes(16);
      state.boot = max;
      state.seq = max - 1;
      state.first = max - 5_000;
      state.link = bytes(32);
      var chain = ChainId.of(state.chain);
      var tip =
          new ChainTip(
              "x".repeat(255),
              chain,
              state.seq,
              state.first,
              Digest.of(state.link),
              max,
              true,
              false);
      var builder = new BlockBuilder(tip, key, SealingPace.DEFAULT, false, max - 1);
      var outbox = new Outbox(max - 4_096);
      for (int i = 0; i < 4_096; i++) {
        assertThat(addToBoth(outbox, builder, max - 4_096 + i, extreme(i))).isTrue();
      }
      List<byte[]> records = outbox.batch(Block.RECORDS_MAX);
      assertThat(records).hasSize(Block.RECORDS_MAX);
      byte[] saltKey = bytes(32);
      byte[] evidence = bytes(32);
      byte[] echo = bytes(16);
      var about = Cbor.sequence(max - 1, max, max, 62, evidence, echo, Block.BOOT);
      byte[] ours = Block.make("x".repeat(255), state, about, records, saltKey, key);
      SealedBlock theirs = builder.close(closing(max, max, 62, evidence, echo), saltKey);
      assertThat(Seen.message(ours)).isEqualTo(theirs.message());
      assertThat(Block.link(ours)).isEqualTo(theirs.block().link().bytes());
    }
  }

  private static RecordValue extreme(int i) {
    return switch (i % 4) {
      case 0 -> new Event("c".repeat(255), 1000, "", Details.NONE);
      case 1 -> new Alarm("c".repeat(255), Alarm.State.DISABLED, 0, "", Details.NONE);
      case 2 -> new Sample(new SampleValue.One(new Scalar.Decimal(127, Long.MIN_VALUE)));
      default -> new Sample(new SampleValue.One(new Scalar.Whole(Long.MIN_VALUE)));
    };
  }

  private static boolean addToBoth(
      Outbox outbox, BlockBuilder builder, long seq, RecordValue value) {
    Object plain =
        switch (value) {
          case Event event -> new Object[] {event.code(), 1000, "", Cbor.EMPTY_MAP};
          case Alarm alarm -> new Object[] {alarm.condition(), 5, 0, "", Cbor.EMPTY_MAP};
          case Sample sample when sample.value().equals(SampleValue.of(Long.MIN_VALUE)) ->
              Long.MIN_VALUE;
          default -> new BigDecimal(BigInteger.valueOf(Long.MIN_VALUE), -127);
        };
    long idMax = LedgerRecord.ID_MAX;
    var made = Outbox.record(value.kind().code(), idMax, Long.MAX_VALUE, idMax, plain);
    var record = new LedgerRecord(seq, 0, idMax, Long.MAX_VALUE, null, idMax, value);
    return outbox.offer(made, false, 0, Long.MAX_VALUE) && builder.add(record, 0);
  }

  /** A number of any length up to this many bits, so that each form of head is met. */
  private long number(int bits) {
    return random.nextLong() >>> (64 - 1 - random.nextInt(bits));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text(int characters) {
    List<String> from = List.of("a", "Z", "0", "ß", "水", "💧", "\u0000", "\uffff", " ");
    List<String> out = new ArrayList<>();
    for (int i = 0; i < characters; i++) {
      out.add(from.get(random.nextInt(from.size())));
    }
    return String.join("", out);
  }
}
