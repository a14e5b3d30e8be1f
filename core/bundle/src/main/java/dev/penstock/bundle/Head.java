package dev.penstock.bundle;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.note.Note;
import java.util.ArrayList;
import java.util.List;

/**
 * A head of the log, as it stands in a bundle.
 *
 * @param note the bytes of a signed checkpoint
 * @param growth that it grew out of the head before; empty for the first
 */
public record Head(ByteString note, HashPath growth) {
  static final int COUNT_MAX = 16;
  private static final int BYTES_MAX = 17 << 20;

  /** The part as it stands in a bundle. */
  public static byte[] encode(List<Head> heads) {
    var out = new CborWriter(4_096);
    out.array(heads.size());
    for (Head head : heads) {
      out.array(2);
      out.bytes(head.note().bytes());
      out.bytes(head.growth().bytes());
    }
    return out.toByteArray();
  }

  static Decoded<List<Head>> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    int count = in.array();
    if (count < 1 || count > COUNT_MAX) {
      in.refuse(Part.OUT_OF_RANGE);
    }
    var heads = new ArrayList<Head>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(2);
      byte[] note = in.bytes(Note.BYTES_MAX);
      byte[] growth = in.bytes(HashPath.HASHES_MAX * Digest.BYTES);
      boolean isPath = HashPath.decode(growth).isPresent();
      if (note.length == 0 || !isPath || (i == 0 && growth.length > 0)) {
        in.refuse(Part.OUT_OF_RANGE);
      }
      heads.add(new Head(ByteString.of(note), HashPath.decode(growth).orElse(HashPath.EMPTY)));
    }
    return in.end(() -> List.copyOf(heads));
  }
}
