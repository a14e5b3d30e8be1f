package dev.penstock.evidence.approval;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.evidence.record.Statement;
import dev.penstock.merkle.Digest;
import java.util.List;
import java.util.Optional;

/**
 * A person has this passkey from now on: what a statement of the type {@code passkey} says
 * (docs/formats/records.md). Whoever checks an approval finds in it whose key signed.
 *
 * @param person the pseudonym of its owner
 * @param publicKey COSE_Key as it was registered
 */
public record PasskeyAdded(ByteString person, ByteString publicKey) {
  /** The type of such statements. */
  public static final String TYPE = "passkey";

  private static final String SUBJECT = "passkey.add";
  private static final int PERSON_BYTES = 16;

  public PasskeyAdded {
    Bounds.mustBeIn("bytes of a person", person.size(), PERSON_BYTES, PERSON_BYTES);
    Bounds.mustBeIn(
        "bytes of a key", publicKey.size(), 1, Agreed.Shown.Signed.PUBLIC_KEY_BYTES_MAX);
  }

  /** By what a key is called: SHA-256 of its COSE_Key. */
  public static Digest digestOf(ByteString publicKey) {
    return Sha256.of(publicKey.bytes());
  }

  /** The record of it. */
  public Statement toStatement() {
    return new Statement(
        person,
        TYPE,
        SUBJECT,
        new SampleValue.One(new Scalar.Bytes(publicKey)),
        null,
        null,
        List.of(digestOf(publicKey)),
        null,
        Details.NONE);
  }

  /** True for a statement of this type, whatever else is in it. */
  public static boolean isOne(Statement statement) {
    return statement.type().equals(TYPE);
  }

  /** What such a statement says; empty when it is none, or names another key than it holds. */
  public static Optional<PasskeyAdded> of(Statement statement) {
    ByteString person = statement.person();
    return isOne(statement)
            && statement.subject().equals(SUBJECT)
            && person != null
            && statement.answer() instanceof SampleValue.One(Scalar.Bytes(var publicKey))
            && publicKey.size() >= 1
            && publicKey.size() <= Agreed.Shown.Signed.PUBLIC_KEY_BYTES_MAX
            && statement.about().equals(List.of(digestOf(publicKey)))
        ? Optional.of(new PasskeyAdded(person, publicKey))
        : Optional.empty();
  }
}
