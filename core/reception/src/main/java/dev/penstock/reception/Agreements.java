package dev.penstock.reception;

import dev.penstock.access.Approval;
import dev.penstock.access.ApprovalRequest;
import dev.penstock.access.Bytes;
import dev.penstock.access.Passkey;
import dev.penstock.access.PersonId;
import dev.penstock.evidence.approval.Agreed;
import dev.penstock.evidence.approval.PasskeyAdded;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Statement;
import dev.penstock.merkle.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * What the log keeps for ever of people who agree, and of the passkeys by which they do: pseudonyms
 * and keys, no names and no secrets.
 *
 * <p>Req: 62443-4-2 CR 2.12
 */
final class Agreements {
  private static final long NANOS = 1_000_000_000L;

  private Agreements() {}

  /** Somebody agreed to this request. */
  static Statement of(Approval approval, PersonId person, Agreed.Shown shown) {
    ApprovalRequest request = approval.request();
    return new Agreed(
            new Agreed.Request(
                bytes(approval.id()),
                bytes(request.author().value()),
                request.kind().wireName(),
                Digest.of(request.digest().toArray()),
                words(request),
                nanos(request.createdAt()),
                nanos(request.expiresAt())),
            bytes(person.value()),
            shown)
        .toStatement();
  }

  /** Somebody has this passkey from now on. */
  static Statement added(PersonId person, Passkey passkey) {
    return new PasskeyAdded(bytes(person.value()), bytes(passkey.publicKey())).toStatement();
  }

  /** By what the records call a key. */
  static String digest(Passkey passkey) {
    return PasskeyAdded.digestOf(bytes(passkey.publicKey())).toString();
  }

  /**
   * The words of a request, where they may stay for ever. Elsewhere its digest is enough to compare
   * it with: hashes of secrets and what belongs to people stay in the vault, where both can be
   * forgotten.
   */
  private static Optional<String> words(ApprovalRequest request) {
    boolean mayStay =
        switch (request.kind()) {
          case SHRED,
              CERTIFICATE_REVOKE,
              PLANT_CHANGE,
              CONNECTIONS_CHANGE,
              COMMAND_WRITE,
              PERSON_ERASE ->
              true;
          // What somebody wrote about somebody goes when that person does.
          case ROLES_GRANT -> Verdicts.matter(request).text("reason").orElse("").isEmpty();
          // A first password or accounts elsewhere, and hashes of secrets.
          case PERSON_RESET, TOKEN_CREATE, BREAK_GLASS_RESET -> false;
        };
    int size = request.canonical().getBytes(StandardCharsets.UTF_8).length;
    return Optional.of(request.canonical())
        .filter(_ -> mayStay && size <= Agreed.Request.WORDS_BYTES_MAX);
  }

  static ByteString bytes(Bytes value) {
    return ByteString.of(value.toArray());
  }

  private static long nanos(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS), at.getNano());
  }
}
