package dev.penstock.reception;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.access.Grant;
import dev.penstock.access.Language;
import dev.penstock.access.Passkey;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.PersonId;
import dev.penstock.access.Settings;
import dev.penstock.access.Totp;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Statement;
import dev.penstock.json.CanonicalJson;
import dev.penstock.json.Json;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A node's reception with everything around it in memory, and a way for each to fail. */
final class World {
  static final String PASSWORD = "a long way to the river";
  static final Origin DESK = Origin.of("192.0.2.1");

  final FakeClock clock = FakeClock.of();
  final Disk disk = new Disk();
  final Ledger ledger = new Ledger();
  final Hashing hashing = new Hashing();
  final Works works = new Works();
  final Keys keys = new Keys();
  Ground ground;
  Reception reception;

  World() {
    this(1);
  }

  World(long seed) {
    var random = new SplittableRandom(seed);
    ground =
        new Ground(
            disk,
            ledger,
            hashing,
            keys,
            works,
            clock,
            clock::nanos,
            () -> {
              synchronized (random) {
                return random.nextLong();
              }
            },
            Settings.DEFAULT,
            "Mill");
    reception = opened();
  }

  private Reception opened() {
    try {
      return Reception.open(ground);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void restart() {
    reception = opened();
  }

  /** The node starts again, with these settings. */
  void restart(Settings settings) {
    ground =
        new Ground(
            disk,
            ledger,
            hashing,
            keys,
            works,
            clock,
            clock::nanos,
            ground.random(),
            settings,
            ground.siteName());
    restart();
  }

  /** Keeps the book; fails when told, before or after it is kept. */
  static final class Disk implements PeopleStore {
    private PeopleBook kept = PeopleBook.EMPTY;
    int failBefore;
    int failAfter;
    boolean failsToLoad;

    @Override
    public synchronized PeopleBook load() throws IOException {
      if (failsToLoad) {
        throw new IOException("no disk");
      }
      return kept;
    }

    @Override
    public synchronized void save(PeopleBook book) throws IOException {
      if (failBefore > 0 && --failBefore == 0) {
        throw new IOException("full");
      }
      assertThat(book.version()).isGreaterThan(kept.version());
      kept = book;
      if (failAfter > 0 && --failAfter == 0) {
        throw new IOException("kept, but nobody was told");
      }
    }

    synchronized PeopleBook kept() {
      return kept;
    }
  }

  /** Keeps the records. */
  static final class Ledger implements AccessLog {
    private final List<Access> records = new ArrayList<>();
    private final List<Statement> statements = new ArrayList<>();

    /** What may be written later. */
    final List<Access> noted = new ArrayList<>();

    boolean fails;
    boolean failsToState;

    @Override
    public synchronized void note(Access access) throws IOException {
      noted.add(access);
      write(access);
    }

    @Override
    public synchronized void write(Access access) throws IOException {
      if (fails) {
        throw new IOException("no ledger");
      }
      records.add(access);
    }

    @Override
    public synchronized void write(Statement statement) throws IOException {
      if (fails || failsToState) {
        throw new IOException("no ledger");
      }
      statements.add(statement);
    }

    synchronized List<Statement> stated() {
      return List.copyOf(statements);
    }

    synchronized List<Access> all() {
      return List.copyOf(records);
    }

    /** Action and outcome of the records since so many. */
    List<String> since(int count) {
      List<Access> all = all();
      return all.subList(count, all.size()).stream()
          .map(record -> record.action() + " " + record.outcome())
          .toList();
    }
  }

  /** A hash that is the password with a mark; counts its calls, and can be busy. */
  static final class Hashing implements PasswordHashing {
    final AtomicInteger calls = new AtomicInteger();
    volatile boolean isBusy;
    volatile boolean isDearer;
    volatile Runnable meanwhile = () -> {};

    @Override
    public Hashed hash(String password) {
      meanwhile.run();
      return isBusy ? new Hashed.Busy() : new Hashed.Made((isDearer ? "#+" : "#") + password);
    }

    @Override
    public Checked check(String password, String hash) {
      calls.incrementAndGet();
      meanwhile.run();
      if (isBusy) {
        return Checked.BUSY;
      }
      return hash.equals("#" + password) || hash.equals("#+" + password)
          ? Checked.RIGHT
          : Checked.WRONG;
    }

    @Override
    public boolean needsRehash(String hash) {
      return isDearer && !hash.startsWith("#+");
    }

    @Override
    public Checked checkNothing(String password) {
      calls.incrementAndGet();
      return isBusy ? Checked.BUSY : Checked.WRONG;
    }
  }

  /** A passkey signs by writing key and challenge behind each other, and its count as the rest. */
  static final class Keys implements PasskeyChecking {
    boolean isImpossible;

    @Override
    public boolean isPossible() {
      return !isImpossible;
    }

    @Override
    public Registered register(Bytes challenge, RegistrationAnswer answer) {
      return answer.clientDataJson().equals(challenge)
          ? new Registered.Made(
              answer.attestationObject(), answer.attestationObject(), 0, true, false)
          : new Registered.NotMade("another challenge");
    }

    @Override
    public Asserted check(Bytes challenge, Passkey passkey, PasskeyAnswer answer) {
      return answer.signature().equals(signed(passkey.publicKey(), challenge))
          ? new Asserted.Right("localhost", answer.authenticatorData().toArray()[0], false)
          : new Asserted.Wrong("signature");
    }
  }

  static Bytes signed(Bytes key, Bytes challenge) {
    byte[] both = new byte[key.sizeBytes() + challenge.sizeBytes()];
    System.arraycopy(key.toArray(), 0, both, 0, key.sizeBytes());
    System.arraycopy(challenge.toArray(), 0, both, key.sizeBytes(), challenge.sizeBytes());
    return Bytes.of(both);
  }

  static PasskeyAnswer answer(PasskeyBegun begun, Bytes key, int count) {
    return new PasskeyAnswer(
        begun.ticket(),
        key,
        begun.challenge(),
        Bytes.of(new byte[] {(byte) count}),
        signed(key, begun.challenge()),
        null);
  }

  /** Somebody agrees by signing the request with this passkey. */
  Answer<ApprovalView> sign(Caller caller, ApprovalView view, Bytes key, int count) {
    PasskeyBegun begun = given(reception.approvals().begin(caller, view.id()));
    return reception
        .approvals()
        .approve(caller, view.id(), view.digest(), "seen", answer(begun, key, count));
  }

  /** What others carry out. */
  static final class Works implements Execution {
    final List<String> done = new ArrayList<>();
    final List<Hands> by = new ArrayList<>();
    boolean fails;
    boolean isBroken;
    Runnable meanwhile = () -> {};

    @Override
    public synchronized String execute(DualControl.Kind kind, Json.Object request, Hands hands)
        throws IOException {
      meanwhile.run();
      by.add(hands);
      done.add(kind.wireName() + " " + CanonicalJson.text(request));
      if (isBroken) {
        throw new IllegalStateException("a bug");
      }
      if (fails) {
        throw new IOException("it did not work");
      }
      return "it worked";
    }
  }

  static <T> T given(Answer<T> answer) {
    if (answer instanceof Answer.Given<T>(var value)) {
      return value;
    }
    throw new AssertionError("refused: " + answer);
  }

  static Refusal refusal(Answer<?> answer) {
    if (answer instanceof Answer.Refused<?>(var refusal)) {
      return refusal;
    }
    throw new AssertionError("given: " + answer);
  }

  Caller caller(Entry entry) {
    return caller(entry.secret());
  }

  Caller caller(String secret) {
    return reception.caller(
        new Presented(false, null, secret, Desk.csrf(secret), true, true, DESK));
  }

  /** The first person, eva, administrator. */
  Caller setUp() {
    String code = given(reception.newSetUpCode());
    return caller(given(reception.signIns().setUp(DESK, code, "eva", "Eva Ek", PASSWORD)));
  }

  /** Somebody with a password and an app, who has just come in with both. */
  Caller join(Caller administrator, String name, Grant... grants) {
    Handed<PersonView> added =
        given(
            reception
                .people()
                .add(administrator, name, "Mx " + name, List.of(grants), Language.EN));
    Entry first = given(reception.signIns().byPassword(DESK, name, added.secret(), null));
    Caller caller = caller(first);
    assertThat(first.session().state()).isEqualTo(SessionView.State.PASSWORD_CHANGE_DUE);
    var _ = given(reception.account().changePassword(caller, added.secret(), PASSWORD));
    return withApp(caller, name);
  }

  /** The person adds an app, and comes in again with it. */
  Caller withApp(Caller caller, String name) {
    var _ = given(reception.account().beginTotp(caller));
    Bytes secret = appSecret(caller);
    var _ = given(reception.account().confirmTotp(caller, code(secret)));
    return again(name);
  }

  /** In again with password and app. */
  Caller again(String name) {
    clock.advance(Duration.ofSeconds(30));
    var kept = disk.kept().named(name).orElseThrow().credentials().totp();
    String totp = kept == null ? null : code(kept.secret());
    return caller(given(reception.signIns().byPassword(DESK, name, PASSWORD, totp)));
  }

  private Bytes appSecret(Caller caller) {
    String base32 = given(reception.account().beginTotp(caller)).base32();
    return Bytes.of(unbase32(base32));
  }

  private static byte[] unbase32(String text) {
    var bits = BigInteger.ONE;
    for (int i = 0; i < text.length(); i++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i));
      bits = bits.shiftLeft(5).or(BigInteger.valueOf(value));
    }
    byte[] all = bits.toByteArray();
    return Arrays.copyOfRange(all, 1, all.length);
  }

  String code(Bytes secret) {
    return Totp.code(secret, Totp.stepAt(clock.instant()));
  }

  PersonId id(String name) {
    return disk.kept().named(name).orElseThrow().id();
  }
}
