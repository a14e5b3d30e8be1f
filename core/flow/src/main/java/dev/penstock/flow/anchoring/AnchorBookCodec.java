package dev.penstock.flow.anchoring;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.merkle.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The book of anchors as bytes, docs/formats/anchors.md. */
final class AnchorBookCodec {
  /** Longer words of an anchor are cut off: they come from outside. */
  static final int WHY_BYTES_MAX = 1_000;

  private static final int VERSION = 1;
  private static final int NAME_BYTES_MAX = 255;
  private static final int BYTES_MAX = 1 << 18;
  private static final int FIELDS = 3;
  private static final int STATE_FIELDS = 8;
  private static final int LAST_FIELDS = 6;
  private static final int TROUBLE_FIELDS = 4;

  private AnchorBookCodec() {}

  static byte[] encode(long rows, List<AnchorState> states) {
    var out = new CborWriter(512);
    out.array(FIELDS);
    out.unsigned(VERSION);
    out.unsigned(rows);
    out.array(states.size());
    for (AnchorState state : states) {
      out.array(STATE_FIELDS);
      out.unsigned(codeOf(state.kind()));
      out.text(state.name());
      writeLast(out, state.last());
      out.unsigned(state.failures());
      writeTrouble(out, state.trouble());
      out.unsigned(state.next());
      out.unsigned(state.renewal());
      if (state.contradiction().isPresent()) {
        out.bytes(state.contradiction().get().bytes());
      } else {
        out.nullValue();
      }
    }
    return out.toByteArray();
  }

  private static void writeLast(CborWriter out, Optional<AnchorState.Last> last) {
    if (last.isEmpty()) {
      out.nullValue();
      return;
    }
    AnchorState.Last known = last.get();
    out.array(LAST_FIELDS);
    out.unsigned(known.size());
    out.bytes(known.root().bytes());
    out.unsigned(known.askedAt());
    out.unsigned(known.storedAt());
    out.unsigned(known.at());
    out.bytes(known.proof().bytes());
  }

  private static void writeTrouble(CborWriter out, Optional<AnchorState.Trouble> trouble) {
    if (trouble.isEmpty()) {
      out.nullValue();
      return;
    }
    AnchorState.Trouble known = trouble.get();
    out.array(TROUBLE_FIELDS);
    out.unsigned(known.since());
    out.unsigned(known.at());
    out.unsigned(known.rowAt());
    out.text(clipped(known.why()));
  }

  /** The beginning of a text, in whole characters. */
  static String clipped(String text) {
    int end = text.length();
    while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > WHY_BYTES_MAX) {
      end = Math.min(end - 1, WHY_BYTES_MAX);
      if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
    }
    return text.substring(0, end);
  }

  static Decoded<AnchorBook> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    long rows = in.unsigned();
    int count = in.array();
    if (count > AnchorBook.ANCHORS_MAX) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    List<AnchorState> states = new ArrayList<>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      readState(in, states);
    }
    return in.end(() -> new AnchorBook(rows, states));
  }

  private static void readState(CborReader in, List<AnchorState> into) {
    in.expectArray(STATE_FIELDS);
    AnchorResults.Kind kind = kindOf(in.unsigned(2));
    String name = in.text(NAME_BYTES_MAX);
    Optional<AnchorState.Last> last = readLast(in);
    long failures = in.unsigned(Integer.MAX_VALUE);
    Optional<AnchorState.Trouble> trouble = readTrouble(in);
    long next = in.unsigned();
    long renewal = in.unsigned();
    Optional<Digest> contradiction =
        in.takeNull() ? Optional.empty() : Optional.of(Digest.of(in.bytesExactly(Digest.BYTES)));
    if (name.isEmpty() || (failures == 0) != trouble.isEmpty()) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    if (!in.isRefused()) {
      into.add(
          new AnchorState(kind, name, last, (int) failures, trouble, next, renewal, contradiction));
    }
  }

  private static Optional<AnchorState.Last> readLast(CborReader in) {
    if (in.takeNull()) {
      return Optional.empty();
    }
    in.expectArray(LAST_FIELDS);
    long size = in.unsigned();
    Digest root = Digest.of(in.bytesExactly(Digest.BYTES));
    long askedAt = in.unsigned();
    long storedAt = in.unsigned();
    long at = in.unsigned();
    Digest proof = Digest.of(in.bytesExactly(Digest.BYTES));
    return Optional.of(new AnchorState.Last(size, root, askedAt, storedAt, at, proof));
  }

  private static Optional<AnchorState.Trouble> readTrouble(CborReader in) {
    if (in.takeNull()) {
      return Optional.empty();
    }
    in.expectArray(TROUBLE_FIELDS);
    return Optional.of(
        new AnchorState.Trouble(
            in.unsigned(), in.unsigned(), in.unsigned(), in.text(WHY_BYTES_MAX)));
  }

  /** As the anchor record has it, docs/formats/records.cddl. */
  private static long codeOf(AnchorResults.Kind kind) {
    return switch (kind) {
      case RFC3161 -> 0;
      case EVM -> 1;
      case WITNESS -> 2;
    };
  }

  private static AnchorResults.Kind kindOf(long code) {
    return switch ((int) code) {
      case 0 -> AnchorResults.Kind.RFC3161;
      case 1 -> AnchorResults.Kind.EVM;
      default -> AnchorResults.Kind.WITNESS;
    };
  }
}
