package dev.penstock.evidence.approval;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.evidence.record.Statement;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Somebody agreed to a request of somebody else, and how that is shown: what a statement of the
 * type {@code approval} says (docs/formats/records.md). Nothing in it is checked but its form.
 *
 * <p>Req: 62443-4-2 CR 2.12
 *
 * @param person the pseudonym of who agreed
 */
public record Agreed(Request request, ByteString person, Shown shown) {
  /** The type of such statements. */
  public static final String TYPE = "approval";

  /** By a passkey's signature, which is in the record. */
  public static final String PASSKEY = "passkey";

  private static final int ID_BYTES = 16;
  private static final int ATTESTED_FIELDS = 4;
  private static final int SIGNED_FIELDS = 9;

  public Agreed {
    Bounds.mustBeIn("bytes of a person", person.size(), ID_BYTES, ID_BYTES);
  }

  /**
   * What was asked for.
   *
   * @param approval its id
   * @param author the pseudonym of who asked
   * @param kind such as {@code shred}
   * @param digest SHA-256 of its words, which is what was agreed to
   * @param words the request itself in its one spelling; absent where it would outlive a person or
   *     tell of a secret
   * @param from ns since 1970, when it was made
   * @param to when it would have been too late
   */
  public record Request(
      ByteString approval,
      ByteString author,
      String kind,
      Digest digest,
      Optional<String> words,
      long from,
      long to) {
    /** Longer ones are not kept whole, so that a record has room for them. */
    public static final int WORDS_BYTES_MAX = 65_536;

    public Request {
      Bounds.mustBeIn("bytes of an approval's id", approval.size(), ID_BYTES, ID_BYTES);
      Bounds.mustBeIn("bytes of an author", author.size(), ID_BYTES, ID_BYTES);
      words.ifPresent(text -> Bounds.mustBeText("a request", text, WORDS_BYTES_MAX));
    }
  }

  /** How it is shown that the person agreed. */
  public sealed interface Shown {
    /**
     * The node says so.
     *
     * @param grade by what it says to have recognised the person
     */
    record Attested(String grade) implements Shown {
      public Attested {
        Bounds.mustBeText("a grade", grade, Bounds.WORD_BYTES_MAX);
        if (grade.equals(PASSKEY)) {
          throw new IllegalArgumentException("what a passkey signed is kept with its signature");
        }
      }
    }

    /**
     * A passkey signed it (WebAuthn Level 3 §6.3.3).
     *
     * @param party the RP ID that the passkey is bound to
     * @param publicKey COSE_Key as it was registered
     * @param clientData {@code clientDataJSON}, with the request's digest as the challenge
     * @param authenticatorData as it was signed
     */
    record Signed(
        String party,
        ByteString publicKey,
        ByteString clientData,
        ByteString authenticatorData,
        ByteString signature)
        implements Shown {
      /** What a passkey of the node may have at most. */
      public static final int PUBLIC_KEY_BYTES_MAX = 2048;

      /** JSON of 4,096 bytes, with a mark in front of it. */
      public static final int CLIENT_DATA_BYTES_MAX = 4099;

      public static final int AUTHENTICATOR_DATA_BYTES_MAX = 8192;

      /** RSA of 8,192 bits. */
      public static final int SIGNATURE_BYTES_MAX = 1024;

      public Signed {
        Bounds.mustBeText("a relying party", party, Bounds.WORD_BYTES_MAX);
        Bounds.mustBeIn("bytes of a key", publicKey.size(), 1, PUBLIC_KEY_BYTES_MAX);
        Bounds.mustBeIn("bytes of client data", clientData.size(), 1, CLIENT_DATA_BYTES_MAX);
        Bounds.mustBeIn(
            "bytes of authenticator data",
            authenticatorData.size(),
            1,
            AUTHENTICATOR_DATA_BYTES_MAX);
        Bounds.mustBeIn("bytes of a signature", signature.size(), 1, SIGNATURE_BYTES_MAX);
      }
    }
  }

  /** The record of it. */
  public Statement toStatement() {
    List<Scalar> answer = new ArrayList<>();
    switch (shown) {
      case Shown.Attested(var grade) -> head(answer, grade);
      case Shown.Signed signed -> {
        head(answer, PASSKEY);
        var _ = answer.add(new Scalar.Text(signed.party()));
        var _ = answer.add(new Scalar.Bytes(signed.publicKey()));
        var _ = answer.add(new Scalar.Bytes(signed.clientData()));
        var _ = answer.add(new Scalar.Bytes(signed.authenticatorData()));
        var _ = answer.add(new Scalar.Bytes(signed.signature()));
      }
    }
    return new Statement(
        person,
        TYPE,
        request.kind(),
        new SampleValue.Many(answer),
        request.from(),
        request.to(),
        List.of(request.digest()),
        null,
        Details.NONE);
  }

  private void head(List<Scalar> answer, String grade) {
    var _ = answer.add(new Scalar.Text(grade));
    var _ = answer.add(new Scalar.Bytes(request.approval()));
    var _ = answer.add(new Scalar.Bytes(request.author()));
    var _ = answer.add(request.words().<Scalar>map(Scalar.Text::new).orElseGet(Scalar.None::new));
  }

  /** True for a statement of this type, whatever else is in it. */
  public static boolean isOne(Statement statement) {
    return statement.type().equals(TYPE);
  }

  /** What such a statement says; empty when it has not the form of one. */
  public static Optional<Agreed> of(Statement statement) {
    ByteString person = statement.person();
    Long from = statement.from();
    Long to = statement.to();
    if (!isOne(statement)
        || person == null
        || from == null
        || to == null
        || statement.about().size() != 1
        || !(statement.answer() instanceof SampleValue.Many(var fields))
        || fields.size() < ATTESTED_FIELDS
        || !(fields.get(0) instanceof Scalar.Text(var grade))
        || !(fields.get(1) instanceof Scalar.Bytes(var approval))
        || !(fields.get(2) instanceof Scalar.Bytes(var author))) {
      return Optional.empty();
    }
    try {
      Optional<String> words = words(fields.get(3));
      var request =
          new Request(
              approval, author, statement.subject(), statement.about().getFirst(), words, from, to);
      return shown(grade, fields).map(shown -> new Agreed(request, person, shown));
    } catch (IllegalArgumentException e) {
      // A length that no honest record has.
      return Optional.empty();
    }
  }

  private static Optional<String> words(Scalar field) {
    return switch (field) {
      case Scalar.Text(var text) -> Optional.of(text);
      case Scalar.None() -> Optional.empty();
      case Scalar.Bool _,
          Scalar.Whole _,
          Scalar.Large _,
          Scalar.Real _,
          Scalar.Bytes _,
          Scalar.Decimal _ ->
          throw new IllegalArgumentException("a request is a text");
    };
  }

  private static Optional<Shown> shown(String grade, List<Scalar> fields) {
    if (!grade.equals(PASSKEY)) {
      return fields.size() == ATTESTED_FIELDS
          ? Optional.of(new Shown.Attested(grade))
          : Optional.empty();
    }
    return fields.size() == SIGNED_FIELDS
            && fields.get(4) instanceof Scalar.Text(var party)
            && fields.get(5) instanceof Scalar.Bytes(var publicKey)
            && fields.get(6) instanceof Scalar.Bytes(var clientData)
            && fields.get(7) instanceof Scalar.Bytes(var authenticatorData)
            && fields.get(8) instanceof Scalar.Bytes(var signature)
        ? Optional.of(new Shown.Signed(party, publicKey, clientData, authenticatorData, signature))
        : Optional.empty();
  }
}
