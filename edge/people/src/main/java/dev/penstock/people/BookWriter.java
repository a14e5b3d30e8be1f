package dev.penstock.people;

import dev.penstock.access.Approval;
import dev.penstock.access.ApprovalRequest;
import dev.penstock.access.BreakGlass;
import dev.penstock.access.Bytes;
import dev.penstock.access.Credentials;
import dev.penstock.access.Grant;
import dev.penstock.access.GrantChange;
import dev.penstock.access.KnownPlace;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.Passkey;
import dev.penstock.access.PasswordKept;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.PersonId;
import dev.penstock.access.Scope;
import dev.penstock.access.SecretHash;
import dev.penstock.access.ServiceAccount;
import dev.penstock.access.SetUp;
import dev.penstock.access.TotpKept;
import dev.penstock.cbor.CborWriter;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes a book of people as {@code docs/formats/people.cddl} has it. */
final class BookWriter {
  /** How set-up stands, by its first item. */
  static final int SET_UP_NEEDED = 0;

  static final int SET_UP_DONE = 1;

  private static final int FIRST_BYTES = 1 << 14;

  private final CborWriter out = new CborWriter(FIRST_BYTES);

  private BookWriter() {}

  static byte[] encode(PeopleBook book) {
    var writer = new BookWriter();
    writer.book(book);
    return writer.out.toByteArray();
  }

  private void book(PeopleBook book) {
    out.array(7);
    out.unsigned(book.version());
    setUp(book.setUp());
    list(book.people(), this::person);
    list(book.services(), this::service);
    orNull(book.breakGlass(), this::breakGlass);
    list(book.approvals(), this::approval);
    orNull(book.twoPeopleSince(), this::time);
  }

  private void setUp(SetUp setUp) {
    switch (setUp) {
      case SetUp.Needed(var code, var wrongTries) -> {
        out.array(3);
        out.unsigned(SET_UP_NEEDED);
        orNull(code, this::hash);
        out.unsigned(wrongTries);
      }
      case SetUp.Done(var at) -> {
        out.array(2);
        out.unsigned(SET_UP_DONE);
        time(at);
      }
    }
  }

  private void person(Person person) {
    out.array(11);
    id(person.id());
    out.text(person.name());
    out.text(person.displayName());
    out.text(person.state().wireName());
    list(person.grants(), this::grant);
    list(person.history(), this::grantChange);
    out.text(person.language().wireName());
    time(person.createdAt());
    orNull(person.lastSignInAt(), this::time);
    credentials(person.credentials());
    list(person.places(), this::place);
  }

  private void grant(Grant grant) {
    out.array(3);
    out.text(grant.role().wireName());
    switch (grant.scope()) {
      case Scope.Site() -> out.nullValue();
      case Scope.Zone(var name) -> out.text(name);
    }
    orNull(grant.until(), this::time);
  }

  private void grantChange(GrantChange change) {
    out.array(4);
    time(change.at());
    list(change.grants(), this::grant);
    orNull(change.by(), this::id);
    out.text(change.reason());
  }

  private void credentials(Credentials credentials) {
    out.array(5);
    orNull(credentials.password(), this::password);
    orNull(credentials.totp(), this::totp);
    list(credentials.passkeys(), this::passkey);
    list(credentials.subjects(), this::subject);
    list(credentials.certificates(), this::bytes);
  }

  private void password(PasswordKept password) {
    out.array(5);
    out.text(password.hash());
    list(password.earlier(), out::text);
    time(password.changedAt());
    out.bool(password.mustChange());
    orNull(password.endsAt(), this::time);
  }

  private void totp(TotpKept totp) {
    out.array(3);
    bytes(totp.secret());
    out.integer(totp.lastStep());
    time(totp.confirmedAt());
  }

  private void passkey(Passkey passkey) {
    out.array(8);
    bytes(passkey.id());
    bytes(passkey.publicKey());
    out.unsigned(passkey.signatureCount());
    out.bool(passkey.isBackupEligible());
    out.bool(passkey.isBackedUp());
    out.text(passkey.label());
    time(passkey.createdAt());
    orNull(passkey.lastUsedAt(), this::time);
  }

  private void subject(OidcSubject subject) {
    out.array(2);
    out.text(subject.issuer());
    out.text(subject.subject());
  }

  private void place(KnownPlace place) {
    out.array(2);
    hash(place.mark());
    time(place.lastUsedAt());
  }

  private void service(ServiceAccount service) {
    out.array(9);
    out.text(service.id());
    out.text(service.label());
    hash(service.secret());
    list(service.grants(), this::grant);
    time(service.until());
    time(service.createdAt());
    id(service.createdBy());
    out.bool(service.isApproved());
    orNull(service.revokedAt(), this::time);
  }

  private void breakGlass(BreakGlass breakGlass) {
    out.array(4);
    id(breakGlass.person());
    orNull(breakGlass.code(), this::hash);
    orNull(breakGlass.sealedAt(), this::time);
    orNull(breakGlass.usedAt(), this::time);
  }

  private void approval(Approval approval) {
    out.array(5);
    bytes(approval.id());
    request(approval.request());
    out.text(approval.state().wireName());
    list(approval.decisions(), this::decision);
    out.text(approval.outcome());
  }

  private void request(ApprovalRequest request) {
    out.array(7);
    out.text(request.kind().wireName());
    id(request.author());
    time(request.createdAt());
    time(request.expiresAt());
    out.text(request.canonical());
    list(request.diff(), this::difference);
    orNull(request.digestKept(), this::bytes);
  }

  private void difference(ApprovalRequest.Difference difference) {
    out.array(3);
    out.text(difference.path());
    out.text(difference.before());
    out.text(difference.after());
  }

  private void decision(Approval.Decision decision) {
    out.array(5);
    id(decision.person());
    out.text(decision.verdict().wireName());
    out.text(decision.grade().wireName());
    time(decision.at());
    out.text(decision.note());
  }

  private void id(PersonId id) {
    bytes(id.value());
  }

  private void hash(SecretHash hash) {
    bytes(hash.value());
  }

  private void bytes(Bytes bytes) {
    out.bytes(bytes.toArray());
  }

  /** Two numbers, as the last day of a role may be one that 64 bits of nanoseconds do not reach. */
  private void time(Instant time) {
    out.array(2);
    out.integer(time.getEpochSecond());
    out.unsigned(time.getNano());
  }

  private <T> void orNull(@Nullable T value, Consumer<T> write) {
    if (value == null) {
      out.nullValue();
    } else {
      write.accept(value);
    }
  }

  private <T> void list(List<T> values, Consumer<T> write) {
    out.array(values.size());
    values.forEach(write);
  }
}
