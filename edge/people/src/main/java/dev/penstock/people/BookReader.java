package dev.penstock.people;

import dev.penstock.access.Approval;
import dev.penstock.access.ApprovalRequest;
import dev.penstock.access.BreakGlass;
import dev.penstock.access.Bytes;
import dev.penstock.access.Credentials;
import dev.penstock.access.DualControl;
import dev.penstock.access.Grant;
import dev.penstock.access.GrantChange;
import dev.penstock.access.GrantRules;
import dev.penstock.access.KnownPlace;
import dev.penstock.access.Language;
import dev.penstock.access.NameRules;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.Passkey;
import dev.penstock.access.PasswordKept;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.PersonId;
import dev.penstock.access.PersonState;
import dev.penstock.access.Role;
import dev.penstock.access.Scope;
import dev.penstock.access.SecretHash;
import dev.penstock.access.ServiceAccount;
import dev.penstock.access.SetUp;
import dev.penstock.access.SetUpCode;
import dev.penstock.access.TotpKept;
import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a book of people as {@link BookWriter} writes it, and nothing else. The bounds are those of
 * the types of core/access, which hold their values to them once more.
 */
final class BookReader {
  /** A wire name is an ASCII word. */
  private static final int WORD_BYTES_MAX = 64;

  private static final int SERVICE_ID_CHARS = 16;
  private static final int FINGERPRINT_BYTES = 32;
  private static final int NANOS_MAX = 999_999_999;

  /** UTF-8 takes at most three bytes for each char (RFC 3629 §3; a pair of chars takes four). */
  private static final int BYTES_PER_CHAR = 3;

  private final CborReader in;

  private BookReader(CborReader in) {
    this.in = in;
  }

  /** What came of reading. */
  sealed interface Decoded {
    record Book(PeopleBook book) implements Decoded {}

    record Refused(String why) implements Decoded {}
  }

  /** Reads a book; never throws for any bytes. */
  static Decoded decode(byte[] content, int bytesMax) {
    var in = new CborReader(CborLimits.ofBytes(bytesMax));
    in.reset(content);
    try {
      PeopleBook book = new BookReader(in).book();
      return in.end()
          .<Decoded>map(refusal -> new Decoded.Refused(refusal.toString()))
          .orElseGet(() -> new Decoded.Book(book));
    } catch (IllegalArgumentException e) {
      // A type of core/access took a value not: one that is out of its range, or the neutral one
      // that stands for what the reader refused before.
      String why = "at byte " + in.at() + ": " + e.getMessage();
      return new Decoded.Refused(in.isRefused() ? in.end().orElseThrow().toString() : why);
    }
  }

  private PeopleBook book() {
    in.expectArray(7);
    return new PeopleBook(
        in.unsigned(),
        setUp(),
        list(PeopleBook.PEOPLE_MAX, this::person),
        list(PeopleBook.SERVICES_MAX, this::service),
        orNull(this::breakGlass),
        list(PeopleBook.APPROVALS_MAX, this::approval),
        orNull(this::time));
  }

  private SetUp setUp() {
    int items = in.array();
    long which = in.unsigned();
    if (items == 3 && which == BookWriter.SET_UP_NEEDED) {
      return new SetUp.Needed(orNull(this::hash), (int) in.unsigned(SetUpCode.TRIES_MAX));
    }
    if (items != 2 || which != BookWriter.SET_UP_DONE) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    return new SetUp.Done(time());
  }

  private Person person() {
    in.expectArray(11);
    return new Person(
        id(),
        text(NameRules.NAME_MAX),
        text(NameRules.DISPLAY_NAME_MAX),
        named(PersonState::ofWireName),
        list(GrantRules.COUNT_MAX, this::grant),
        list(Person.HISTORY_MAX, this::grantChange),
        named(Language::ofWireName),
        time(),
        orNull(this::time),
        credentials(),
        list(Person.PLACES_MAX, this::place));
  }

  private Grant grant() {
    in.expectArray(3);
    return new Grant(named(Role::ofWireName), scope(), orNull(this::time));
  }

  private Scope scope() {
    return in.takeNull() ? Scope.SITE : Scope.zone(text(Scope.Zone.NAME_MAX));
  }

  private GrantChange grantChange() {
    in.expectArray(4);
    return new GrantChange(
        time(),
        list(GrantRules.COUNT_MAX, this::grant),
        orNull(this::id),
        text(GrantChange.REASON_MAX));
  }

  private Credentials credentials() {
    in.expectArray(5);
    return new Credentials(
        orNull(this::password),
        orNull(this::totp),
        list(Credentials.PASSKEYS_MAX, this::passkey),
        list(Credentials.SUBJECTS_MAX, this::subject),
        list(Credentials.CERTIFICATES_MAX, () -> bytes(FINGERPRINT_BYTES)));
  }

  private PasswordKept password() {
    in.expectArray(5);
    return new PasswordKept(
        text(PasswordKept.HASH_MAX),
        list(PasswordKept.EARLIER_MAX, () -> text(PasswordKept.HASH_MAX)),
        time(),
        in.bool(),
        orNull(this::time));
  }

  private TotpKept totp() {
    in.expectArray(3);
    return new TotpKept(bytes(TotpKept.SECRET_BYTES_MAX), in.integer(), time());
  }

  private Passkey passkey() {
    in.expectArray(8);
    return new Passkey(
        bytes(Passkey.ID_BYTES_MAX),
        bytes(Passkey.PUBLIC_KEY_BYTES_MAX),
        in.unsigned(),
        in.bool(),
        in.bool(),
        text(Passkey.LABEL_MAX),
        time(),
        orNull(this::time));
  }

  private OidcSubject subject() {
    in.expectArray(2);
    return new OidcSubject(text(OidcSubject.ISSUER_MAX), text(OidcSubject.SUBJECT_MAX));
  }

  private KnownPlace place() {
    in.expectArray(2);
    return new KnownPlace(hash(), time());
  }

  private ServiceAccount service() {
    in.expectArray(9);
    return new ServiceAccount(
        text(SERVICE_ID_CHARS),
        text(ServiceAccount.LABEL_MAX),
        hash(),
        list(GrantRules.COUNT_MAX, this::grant),
        time(),
        time(),
        id(),
        in.bool(),
        orNull(this::time));
  }

  private BreakGlass breakGlass() {
    in.expectArray(4);
    return new BreakGlass(id(), orNull(this::hash), orNull(this::time), orNull(this::time));
  }

  private Approval approval() {
    in.expectArray(5);
    return new Approval(
        bytes(Approval.ID_BYTES),
        request(),
        named(Approval.State::ofWireName),
        list(Approval.DECISIONS_MAX, this::decision),
        text(Approval.OUTCOME_MAX));
  }

  private ApprovalRequest request() {
    in.expectArray(7);
    return new ApprovalRequest(
        named(DualControl.Kind::ofWireName),
        id(),
        time(),
        time(),
        text(ApprovalRequest.CANONICAL_MAX),
        list(ApprovalRequest.DIFF_MAX, this::difference),
        orNull(() -> bytes(SecretHash.SIZE_BYTES)));
  }

  private ApprovalRequest.Difference difference() {
    in.expectArray(3);
    return new ApprovalRequest.Difference(
        text(ApprovalRequest.Difference.TEXT_MAX),
        text(ApprovalRequest.Difference.TEXT_MAX),
        text(ApprovalRequest.Difference.TEXT_MAX));
  }

  private Approval.Decision decision() {
    in.expectArray(5);
    return new Approval.Decision(
        id(),
        named(Approval.Verdict::ofWireName),
        named(DualControl.Grade::ofWireName),
        time(),
        text(Approval.Decision.NOTE_MAX));
  }

  private PersonId id() {
    return new PersonId(Bytes.of(in.bytesExactly(PersonId.SIZE_BYTES)));
  }

  private SecretHash hash() {
    return new SecretHash(Bytes.of(in.bytesExactly(SecretHash.SIZE_BYTES)));
  }

  private Bytes bytes(int bytesMax) {
    return Bytes.of(in.bytes(bytesMax));
  }

  private String text(int charsMax) {
    return in.text(BYTES_PER_CHAR * charsMax);
  }

  private Instant time() {
    in.expectArray(2);
    long second = in.integer(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
    return Instant.ofEpochSecond(second, in.unsigned(NANOS_MAX));
  }

  private <T> T named(Function<String, Optional<T>> constants) {
    String word = in.text(WORD_BYTES_MAX);
    return constants
        .apply(word)
        .orElseThrow(() -> new IllegalArgumentException("the word \"" + word + "\" is unknown"));
  }

  private <T> @Nullable T orNull(Supplier<T> read) {
    return in.takeNull() ? null : read.get();
  }

  private <T> List<T> list(int countMax, Supplier<T> read) {
    int count = in.array();
    if (count > countMax) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    var values = new ArrayList<T>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      values.add(read.get());
    }
    return values;
  }
}
