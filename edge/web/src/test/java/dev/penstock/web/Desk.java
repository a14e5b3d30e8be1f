package dev.penstock.web;

import dev.penstock.access.ApprovalGrades;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.access.Passkey;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Settings;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Statement;
import dev.penstock.json.CanonicalJson;
import dev.penstock.json.Json;
import dev.penstock.reception.AccessLog;
import dev.penstock.reception.Execution;
import dev.penstock.reception.Ground;
import dev.penstock.reception.Hands;
import dev.penstock.reception.PasskeyAnswer;
import dev.penstock.reception.PasskeyChecking;
import dev.penstock.reception.PasswordHashing;
import dev.penstock.reception.PeopleStore;
import dev.penstock.reception.Reception;
import dev.penstock.reception.RegistrationAnswer;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** A reception on fakes: its book is in memory, and its passwords are not hashed but marked. */
final class Desk {
  /** One kind is stricter than usual, so that tests can tell the settings from the built-in. */
  private static final Settings SETTINGS =
      Settings.DEFAULT.with(
          ApprovalGrades.DEFAULT.with(DualControl.Kind.PERSON_RESET, DualControl.Grade.PASSKEY));

  final ConcurrentLinkedQueue<Access> written = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<String> carriedOut = new ConcurrentLinkedQueue<>();
  volatile Execution works = (kind, _, _) -> kind + " was done";
  volatile boolean isUnwritable;
  volatile boolean isWithoutPasskeys;

  /** What of all that is written cannot be. */
  volatile Predicate<Access> lost = _ -> false;

  final Reception reception;

  Desk(FakeClock clock) throws IOException {
    reception =
        Reception.open(
            new Ground(
                new Memory(),
                new Log(),
                new Marking(),
                new TrustingPasskeys(),
                this::carryOut,
                clock,
                clock::nanos,
                new SecureRandom(),
                SETTINGS,
                "test"));
  }

  /** What others carry out: what was asked for is kept here. */
  private String carryOut(DualControl.Kind kind, Json.Object request, Hands hands)
      throws IOException {
    carriedOut.add(kind.wireName() + " " + CanonicalJson.text(request));
    return works.execute(kind, request, hands);
  }

  /** Keeps what is written. */
  private final class Log implements AccessLog {
    @Override
    public void write(Access access) throws IOException {
      if (isUnwritable || lost.test(access)) {
        throw new IOException("the test lets nothing be written");
      }
      written.add(access);
    }

    @Override
    public void write(Statement statement) throws IOException {
      if (isUnwritable) {
        throw new IOException("the test lets nothing be written");
      }
    }
  }

  /** Forgets with the process. */
  private static final class Memory implements PeopleStore {
    private volatile PeopleBook book = PeopleBook.EMPTY;

    @Override
    public PeopleBook load() {
      return book;
    }

    @Override
    public void save(PeopleBook changed) {
      book = changed;
    }
  }

  /** Quick. */
  private static final class Marking implements PasswordHashing {
    @Override
    public Hashed hash(String password) {
      return new Hashed.Made("marked " + password);
    }

    @Override
    public Checked check(String password, String hash) {
      return hash.equals("marked " + password) ? Checked.RIGHT : Checked.WRONG;
    }

    @Override
    public boolean needsRehash(String hash) {
      return false;
    }

    @Override
    public Checked checkNothing(String password) {
      return Checked.WRONG;
    }
  }

  /** Believes a passkey whose signature is its own id. */
  private final class TrustingPasskeys implements PasskeyChecking {
    @Override
    public boolean isPossible() {
      return !isWithoutPasskeys;
    }

    @Override
    public Registered register(Bytes challenge, RegistrationAnswer answer) {
      return new Registered.Made(
          answer.attestationObject(), Bytes.of(new byte[] {1}), 0, false, false);
    }

    @Override
    public Asserted check(Bytes challenge, Passkey passkey, PasskeyAnswer answer) {
      return answer.signature().equals(passkey.id())
          ? new Asserted.Right("localhost", 0, false)
          : new Asserted.Wrong("the signature is not the id");
    }
  }
}
