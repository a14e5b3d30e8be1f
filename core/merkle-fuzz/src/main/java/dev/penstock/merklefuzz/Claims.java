package dev.penstock.merklefuzz;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.TlogProof;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.merkle.receipt.Receipt;
import dev.penstock.merkle.tile.EntryBundle;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.merkle.witness.AddCheckpoint;
import dev.penstock.merkle.witness.WitnessAnswer;
import dev.penstock.merkle.witness.WitnessReply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is true of any bytes; each throws an {@link AssertionError} when it is not, and says whether
 * the bytes were taken.
 */
final class Claims {
  private Claims() {}

  /** A note has one spelling, and so has the checkpoint in it. */
  static boolean aNoteHasOneSpelling(byte[] bytes) {
    if (!(Note.decode(bytes) instanceof Decoded.Value<Note>(var note))) {
      return false;
    }
    claim(Arrays.equals(note.encode(), bytes), "another spelling of a note was taken");
    if (Checkpoint.decode(note.text()) instanceof Decoded.Value<Checkpoint>(var checkpoint)) {
      claim(checkpoint.text().equals(note.text()), "another spelling of a checkpoint was taken");
    }
    return true;
  }

  static boolean aProofFileHasOneSpelling(byte[] bytes) {
    if (!(TlogProof.decode(bytes) instanceof Decoded.Value<TlogProof>(var proof))) {
      return false;
    }
    claim(Arrays.equals(proof.encode(), bytes), "another spelling of a proof file was taken");
    return true;
  }

  /** A policy may be written in many ways, and each means the same when it is written again. */
  static boolean aPolicyKeepsItsMeaning(byte[] bytes) {
    if (!(TrustPolicy.decode(bytes) instanceof Decoded.Value<TrustPolicy>(var policy))) {
      return false;
    }
    claim(
        TrustPolicy.decode(policy.encode()).equals(new Decoded.Value<>(policy)),
        "a policy means something else when it is written again");
    return true;
  }

  static boolean aPathHasOneSpelling(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!(TilePath.decode(text) instanceof Decoded.Value<TilePath>(var path))) {
      return false;
    }
    claim(path.text().equals(text), "another spelling of a path was taken");
    return true;
  }

  static boolean aVkeyHasOneSpelling(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!(NoteKey.decode(text) instanceof Decoded.Value<NoteKey>(var key))) {
      return false;
    }
    claim(key.vkey().equals(text), "another spelling of a vkey was taken");
    return true;
  }

  /** The first byte says how many entries there should be. */
  static boolean aBundleHasOneSpelling(byte[] bytes) {
    if (bytes.length == 0) {
      return false;
    }
    byte[] rest = Arrays.copyOfRange(bytes, 1, bytes.length);
    if (!(EntryBundle.decode(rest, 1 + (bytes[0] & 0xFF))
        instanceof Decoded.Value<EntryBundle>(var bundle))) {
      return false;
    }
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < bundle.count(); i++) {
      entries.add(bundle.entry(i));
    }
    claim(Arrays.equals(EntryBundle.encode(entries), rest), "a bundle came back otherwise");
    return true;
  }

  static boolean aReceiptIsReadWholeOrRefused(byte[] bytes) {
    if (!(Receipt.decode(bytes) instanceof Decoded.Value<Receipt>(var receipt))) {
      return false;
    }
    claim(Arrays.equals(receipt.message().toByteArray(), bytes), "a receipt came back otherwise");
    return true;
  }

  /** A request of a log has one spelling. */
  static boolean aWitnessRequestHasOneSpelling(byte[] bytes) {
    if (!(AddCheckpoint.decode(bytes) instanceof Decoded.Value<AddCheckpoint>(var request))) {
      return false;
    }
    claim(Arrays.equals(request.encode(), bytes), "another spelling of a request was taken");
    return true;
  }

  /** The first two bytes are the status, and the third says whether the body should be a size. */
  static boolean aWitnessReplyIsReadOrRefused(byte[] bytes) {
    if (bytes.length < 3) {
      return false;
    }
    int status = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
    byte[] body = Arrays.copyOfRange(bytes, 3, bytes.length);
    Optional<String> type =
        Optional.of(bytes[2] == 0 ? "text/plain" : WitnessAnswer.SIZE_CONTENT_TYPE);
    return switch (WitnessReply.read(status, type, body)) {
      case WitnessReply.Lines(var signatures) -> {
        claim(
            Arrays.equals(new WitnessAnswer.Cosigned(signatures).body(), body),
            "another spelling of signature lines was taken");
        yield true;
      }
      case WitnessReply.OtherSize(var size) -> {
        claim(
            Arrays.equals(new WitnessAnswer.OtherSize(size).body(), body),
            "another spelling of a size was taken");
        yield true;
      }
      case WitnessReply.Refused _ -> false;
      case WitnessReply.Unavailable _ -> false;
      case WitnessReply.Malformed _ -> false;
    };
  }

  private static void claim(boolean isTrue, String otherwise) {
    if (!isTrue) {
      throw new AssertionError(otherwise);
    }
  }
}
