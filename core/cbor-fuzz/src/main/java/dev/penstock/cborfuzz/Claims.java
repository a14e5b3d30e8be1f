package dev.penstock.cborfuzz;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.cbor.cose.CoseProfile;
import dev.penstock.cbor.cose.CoseSign1;
import dev.penstock.cbor.cose.SigStructure;
import dev.penstock.signature.VerificationKey;
import java.util.Arrays;
import java.util.Optional;

/** What is true of any bytes; each throws an {@link AssertionError} when it is not. */
final class Claims {
  private static final CborLimits LIMITS = CborLimits.ofBytes(1 << 16);
  private static final CoseProfile PROFILE = new CoseProfile(LIMITS, true, true);
  private static final byte[] OTHER = {1};

  private Claims() {}

  /** An item is taken only in its one spelling, and stepping over it judges as reading it does. */
  static boolean anItemHasOneSpelling(byte[] bytes) {
    var reader = new CborReader(LIMITS);
    reader.reset(bytes);
    reader.skip();
    Optional<Refusal> skipped = reader.end();
    return switch (CborValue.decode(bytes, LIMITS)) {
      case Decoded.Value<CborValue>(var value) -> {
        claim(Arrays.equals(value.encode(), bytes), "another spelling was taken");
        claim(skipped.isEmpty(), "read, but not stepped over");
        yield true;
      }
      case Decoded.Refused<CborValue>(var refusal) -> {
        pointsInto(bytes, refusal);
        claim(skipped.equals(Optional.of(refusal)), "stepped over with another verdict");
        yield false;
      }
    };
  }

  /** A message that is read is made again from its parts. */
  static boolean aMessageIsItsParts(byte[] bytes) {
    return switch (CoseSign1.decode(bytes, PROFILE)) {
      case Decoded.Value<CoseSign1>(var message) -> {
        byte[] again = madeAgain(message);
        claim(Arrays.equals(again, message.withoutUnprotected()), "made again otherwise");
        claim(
            Arrays.equals(message.withUnprotected(message.unprotected()), bytes),
            "the unprotected header did not come back");
        claim(
            message.header().keyId().isPresent() == message.keyId().isPresent(),
            "two opinions on the key id");
        yield true;
      }
      case Decoded.Refused<CoseSign1>(var refusal) -> {
        pointsInto(bytes, refusal);
        yield false;
      }
    };
  }

  /** A key is taken only in its one spelling. */
  static boolean aKeyHasOneSpelling(byte[] bytes) {
    return switch (CoseKey.decode(bytes)) {
      case Decoded.Value<VerificationKey>(var key) -> {
        claim(Arrays.equals(CoseKey.encode(key), bytes), "another spelling was taken");
        yield true;
      }
      case Decoded.Refused<VerificationKey>(var refusal) -> {
        pointsInto(bytes, refusal);
        yield false;
      }
    };
  }

  private static byte[] madeAgain(CoseSign1 message) {
    if (message.isDetached()) {
      SigStructure structure = message.sigStructure(OTHER, OTHER);
      return structure.detachedMessage(message.signature());
    }
    return message.sigStructure(OTHER).message(message.signature());
  }

  private static void pointsInto(byte[] bytes, Refusal refusal) {
    claim(refusal.offset() <= bytes.length, "the refusal points past the end");
  }

  private static void claim(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
