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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

  private static void claim(boolean isTrue, String otherwise) {
    if (!isTrue) {
      throw new AssertionError(otherwise);
    }
  }
}
