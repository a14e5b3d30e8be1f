package dev.penstock.merkle.mirror;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.witness.AddCheckpoint;
import dev.penstock.merkle.witness.HeadConflict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Keeps two signed heads that cannot both be true, so that others can check them. */
final class ConflictFiles {
  private static final int NAME_CHARS = 16;

  private ConflictFiles() {}

  /** Writes the files, and says in which folder beside the copy. The same conflict has one. */
  static String keep(HeadConflict conflict, MirrorTarget target) throws IOException {
    byte[] smaller = conflict.smaller().encode();
    byte[] larger = conflict.larger().encode();
    var both = new ByteArrayOutputStream();
    both.writeBytes(smaller);
    both.writeBytes(larger);
    Digest digest = new TreeHasher().leaf(both.toByteArray());
    String kind = conflict.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    String folder = "conflicts/" + kind + "-" + digest.toString().substring(0, NAME_CHARS);
    keep(target, folder + "/smaller.note", smaller);
    keep(target, folder + "/larger.note", larger);
    if (conflict.beginning().isPresent()) {
      HeadConflict.Beginning beginning = conflict.beginning().get();
      var request =
          new AddCheckpoint(size(conflict.smaller()), beginning.path(), conflict.larger());
      keep(target, folder + "/beginning.add-checkpoint", request.encode());
      keep(target, folder + "/beginning.root", text(beginning.root() + "\n"));
    }
    // Last: whoever finds it finds the rest.
    keep(target, folder + "/why.txt", text(conflict.text() + "\n"));
    return folder;
  }

  private static void keep(MirrorTarget target, String name, byte[] bytes) throws IOException {
    if (target.keepEvidence(name, bytes) == MirrorTarget.Stored.OTHER_BYTES) {
      throw new IOException(name + " of the copy holds other bytes than this evidence");
    }
  }

  private static long size(Note note) {
    return switch (Checkpoint.decode(note.text())) {
      case Decoded.Value<Checkpoint>(var head) -> head.size();
      case Decoded.Malformed<Checkpoint>(var why) -> throw new IllegalStateException(why);
    };
  }

  private static byte[] text(String words) {
    return words.getBytes(StandardCharsets.UTF_8);
  }
}
