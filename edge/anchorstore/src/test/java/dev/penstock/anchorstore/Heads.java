package dev.penstock.anchorstore;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.AnchorResults.Kind;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSignature;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Heads of a log that exists in these tests only, and what anchors say of them. */
final class Heads {
  static final String ORIGIN = "gateway.plant.example";
  static final Kind KIND = Kind.RFC3161;

  private Heads() {}

  static Digest root(long size) {
    return Sha256.of(ByteBuffer.allocate(Long.BYTES).putLong(0, size).array());
  }

  static AnchorHead head(long size) {
    var checkpoint = new Checkpoint(ORIGIN, size, root(size));
    var nobody = NoteSignature.of("nobody", 1, new byte[] {1});
    return new AnchorHead(checkpoint, new Note(checkpoint.text(), List.of(nobody)));
  }

  static Vouching.Given given(long at, String proof) {
    return new Vouching.Given(
        at, ByteString.of(proof.getBytes(StandardCharsets.UTF_8)), Details.NONE);
  }
}
