package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Draws records of every kind, with each optional field there or not. */
public final class RandomRecords {
  private final RandomGenerator random;

  public RandomRecords(RandomGenerator random) {
    this.random = random;
  }

  /** A record of any kind. */
  public LedgerRecord any() {
    return of(RecordKind.ofCode(1 + random.nextInt(RecordKind.codeMax())));
  }

  /** A record of this kind; now and then sealed, where the kind allows it. */
  public LedgerRecord of(RecordKind kind) {
    boolean hasPoint =
        switch (kind.point()) {
          case REQUIRED -> true;
          case OPTIONAL -> random.nextBoolean();
          case NONE -> false;
        };
    boolean isSealed = kind.isShreddable() && random.nextInt(8) == 0;
    return new LedgerRecord(
        counter(),
        id(),
        hasPoint ? id() : null,
        maybe(this::counter),
        maybe(this::counter),
        id(),
        isSealed ? new Sealed(kind, bytes(1, 32), bytes(12, 12), bytes(16, 99)) : value(kind));
  }

  private RecordValue value(RecordKind kind) {
    return switch (kind) {
      case SAMPLE -> new Sample(sampleValue());
      case EVENT -> new Event(word(), severity(), maybe(this::prose), details());
      case ACCESS ->
          new Access(
              maybe(this::id16),
              word(),
              prose(),
              pick(Access.Outcome.values()),
              maybe(this::id16),
              maybe(this::prose),
              details());
      case ALARM ->
          new Alarm(word(), pick(Alarm.State.values()), severity(), maybe(this::prose), details());
      case COMMAND_REQUESTED -> commandRequested();
      case COMMAND_DISPATCHED -> new CommandDispatched(id16(), word(), details());
      case COMMAND_RESULT ->
          new CommandResult(
              id16(), pick(CommandResult.Outcome.values()), id(), sampleValue(), details());
      case CONFIGURATION -> configuration();
      case POLICY_DECISION -> policyDecision();
      case GAP -> gap();
      case DICTIONARY -> dictionary();
      case BOOT -> boot();
      case KEY_CHANGE ->
          new KeyChange(
              pick(KeyChange.Use.values()),
              maybe(this::digest),
              digest(),
              bytes(1, 99),
              counter(),
              maybe(this::prose),
              details());
      case CHAIN_RESET -> chainReset();
      case ARRIVAL ->
          new Arrival(
              id16(),
              counter(),
              digest(),
              random.nextLong(),
              pick(Arrival.Verdict.values()),
              maybe(this::counter),
              details());
      case ACK -> new AckSent(id16(), counter(), digest(), counter(), counter(), id16());
      case ATTESTATION -> attestation();
      case ANCHOR -> anchor();
      case FINDING -> finding();
      case SNAPSHOT -> new Snapshot(word(), word(), counter(), digest(), details());
      case STATEMENT -> statement();
      case ROLL_CALL -> rollCall();
    };
  }

  private RecordValue commandRequested() {
    return new CommandRequested(
        id16(),
        word(),
        sampleValue(),
        maybe(this::id16),
        maybe(this::prose),
        people(),
        maybe(this::word),
        maybe(this::digest),
        maybe(this::digest),
        details());
  }

  private RecordValue configuration() {
    return new Configuration(
        word(),
        pick(Configuration.Action.values()),
        maybe(this::digest),
        maybe(this::digest),
        maybe(() -> bytes(0, 400)),
        maybe(this::word),
        maybe(this::id16),
        people(),
        maybe(this::prose),
        details());
  }

  private RecordValue chainReset() {
    return new ChainReset(
        word(),
        maybe(this::id16),
        maybe(this::counter),
        maybe(this::digest),
        prose(),
        people(),
        maybe(() -> bytes(0, 99)),
        details());
  }

  private RecordValue policyDecision() {
    return new PolicyDecision(
        pick(PolicyDecision.Decision.values()),
        maybe(this::word),
        digest(),
        prose(),
        word(),
        prose(),
        sampleValue(),
        counter(),
        counter(),
        counter(),
        maybe(this::digest),
        details());
  }

  private RecordValue gap() {
    return new Gap(
        pick(Gap.Cause.values()),
        pick(Gap.Scope.values()),
        maybe(this::counter),
        maybe(this::counter),
        maybe(this::counter),
        maybe(this::counter),
        maybe(this::counter),
        maybe(this::digest),
        maybe(this::word),
        maybe(this::word),
        details());
  }

  private RecordValue dictionary() {
    return new DictionaryEntry(
        word(),
        maybe(this::word),
        maybe(this::word),
        maybe(this::word),
        maybe(this::word),
        maybe(this::word),
        pick(DictionaryEntry.State.values()),
        details());
  }

  private RecordValue boot() {
    return new Boot(
        counter(),
        word(),
        pick(Boot.Before.values()),
        maybe(() -> new Boot.TpmClock(counter(), counter(), counter(), random.nextBoolean())),
        details());
  }

  private RecordValue attestation() {
    return new Attestation(
        word(),
        digest(),
        maybe(() -> bytes(0, 99)),
        maybe(() -> bytes(8, 64)),
        pick(Attestation.Tier.values()),
        maybe(() -> bytes(0, 99)),
        maybe(this::counter),
        details());
  }

  private RecordValue anchor() {
    var results = new ArrayList<AnchorResults.Result>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      results.add(
          new AnchorResults.Result(
              pick(AnchorResults.Kind.values()),
              word(),
              pick(AnchorResults.Outcome.values()),
              maybe(this::counter),
              maybe(this::digest),
              details()));
    }
    return new AnchorResults(word(), counter(), digest(), results);
  }

  private RecordValue finding() {
    return new FindingMade(
        word(),
        maybe(this::word),
        maybe(this::id16),
        maybe(this::counter),
        maybe(this::counter),
        maybe(this::counter),
        counter(),
        list(() -> bytes(0, 500)),
        maybe(this::digest),
        prose(),
        details());
  }

  private RecordValue statement() {
    return new Statement(
        maybe(this::id16),
        word(),
        word(),
        oneOrMany(),
        maybe(this::counter),
        maybe(this::counter),
        list(this::digest),
        maybe(this::prose),
        details());
  }

  private RecordValue rollCall() {
    long from = random.nextLong(1L << 61);
    var runs = new ArrayList<RollCall.Run>();
    long next = random.nextLong(5);
    for (int i = 0; i < random.nextInt(5); i++) {
      long last = next + random.nextLong(9);
      runs.add(
          new RollCall.Run(
              next, last, pick(RollCall.State.values()), counter(), maybe(this::counter)));
      next = last + 1 + random.nextLong(9);
    }
    return new RollCall(from, from + random.nextLong(1L << 61), runs);
  }

  private SampleValue sampleValue() {
    return random.nextInt(5) == 0
        ? new SampleValue.Payload(
            maybe(this::word), bytes(0, 300), random.nextBoolean() ? random.nextInt(8) : null)
        : oneOrMany();
  }

  private SampleValue oneOrMany() {
    return random.nextInt(4) == 0
        ? new SampleValue.Many(list(this::scalar))
        : new SampleValue.One(scalar());
  }

  private Scalar scalar() {
    return switch (random.nextInt(9)) {
      case 0 -> new Scalar.None();
      case 1 -> new Scalar.Bool(random.nextBoolean());
      case 2 -> new Scalar.Whole(random.nextLong() >> random.nextInt(64));
      case 3 -> new Scalar.Large(random.nextLong() | Long.MIN_VALUE);
      case 4 -> new Scalar.Real(Double.longBitsToDouble(random.nextLong()));
      case 5 -> new Scalar.Real(random.nextInt(1000) / 8.0);
      case 6 -> new Scalar.Text(prose());
      case 7 -> new Scalar.Bytes(bytes(0, 300));
      default -> new Scalar.Decimal(random.nextInt(256) - 128, random.nextLong());
    };
  }

  private Details details() {
    var values = new TreeMap<String, SampleValue>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.put(word(), oneOrMany());
    }
    return new Details(values);
  }

  private List<ByteString> people() {
    return list(this::id16);
  }

  private <T> List<T> list(Supplier<T> of) {
    var list = new ArrayList<T>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(of.get());
    }
    return list;
  }

  private <T> T maybe(Supplier<T> of) {
    return random.nextBoolean() ? of.get() : null;
  }

  private <T> T pick(T[] from) {
    return from[random.nextInt(from.length)];
  }

  private long counter() {
    return random.nextLong() >>> (1 + random.nextInt(63));
  }

  private long id() {
    return random.nextLong() >>> (32 + random.nextInt(32));
  }

  private long severity() {
    return random.nextInt(1001);
  }

  private ByteString id16() {
    return bytes(16, 16);
  }

  private ByteString bytes(int min, int max) {
    byte[] bytes = new byte[min + random.nextInt(max - min + 1)];
    random.nextBytes(bytes);
    return ByteString.of(bytes);
  }

  private Digest digest() {
    return Digest.of(bytes(32, 32).bytes());
  }

  private String word() {
    return text(1, 40);
  }

  private String prose() {
    return text(0, 200);
  }

  private String text(int min, int max) {
    var text = new StringBuilder();
    int length = min + random.nextInt(1 + random.nextInt(max - min + 1));
    while (text.length() < length) {
      text.appendCodePoint(
          switch (random.nextInt(12)) {
            case 0 -> 0xe4;
            case 1 -> 0x6c34;
            case 2 -> 0x1f4a7;
            default -> 'a' + random.nextInt(26);
          });
    }
    return text.toString();
  }
}
