package dev.penstock.flow.sealing;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.merkle.Digest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the chains of a gateway stood at one size of its log, so that a start need not read the
 * whole log. Everything here follows from the log and the extents: notes that are lost or damaged
 * cost time, nothing else (docs/formats/notes.md).
 *
 * @param size of the log
 * @param extentsFrom position in the extents' journal from which on a start must read
 * @param tips of every chain
 */
public record SealerNotes(long size, long extentsFrom, Map<Lane, ChainTip> tips) {
  /** What is known of an empty log. */
  public static final SealerNotes NONE = new SealerNotes(0, 0, Map.of());

  private static final int VERSION = 2;
  private static final int FIELDS = 4;
  private static final int TIP_FIELDS = 9;
  private static final int GROUP = 0;
  private static final int OWN = 1;
  private static final int ORIGIN_BYTES_MAX = 255;

  /** A chain for each of 100,000 sources. */
  private static final int BYTES_MAX = 64 << 20;

  private static final Comparator<Lane> ORDER =
      Comparator.<Lane>comparingInt(SealerNotes::kind).thenComparingLong(SealerNotes::id);

  public SealerNotes {
    if (size < 0 || extentsFrom < 0) {
      throw new IllegalArgumentException("notes at " + size + ", extents from " + extentsFrom);
    }
    tips = Map.copyOf(tips);
  }

  private static int kind(Lane lane) {
    return switch (lane) {
      case Lane.Group _ -> GROUP;
      case Lane.Own _ -> OWN;
      case Lane.Device _ -> throw notOurs(lane);
    };
  }

  private static long id(Lane lane) {
    return switch (lane) {
      case Lane.Group(var zone) -> zone;
      case Lane.Own(var source) -> source;
      case Lane.Device _ -> throw notOurs(lane);
    };
  }

  private static IllegalArgumentException notOurs(Lane lane) {
    return new IllegalArgumentException(lane + " has no tip here: its maker is another");
  }

  /** The one encoding. */
  public byte[] encode() {
    var out = new CborWriter(128 + 128 * tips.size());
    out.array(FIELDS);
    out.unsigned(VERSION);
    out.unsigned(size);
    out.unsigned(extentsFrom);
    List<Lane> lanes = tips.keySet().stream().sorted(ORDER).toList();
    out.array(lanes.size());
    for (Lane lane : lanes) {
      ChainTip tip = tips.getOrDefault(lane, NOWHERE);
      out.array(TIP_FIELDS);
      out.unsigned(kind(lane));
      out.unsigned(id(lane));
      out.text(tip.origin());
      out.bytes(tip.chain().value().bytes());
      out.unsigned(tip.seq());
      out.unsigned(tip.first());
      out.bytes(tip.previous().bytes());
      out.unsigned(tip.boot());
      out.bool(tip.isAsleep());
    }
    return out.toByteArray();
  }

  private static final ChainTip NOWHERE =
      ChainTip.start("-", ChainId.of(new byte[ChainId.BYTES]), 0);

  /** Reads what was stored. Never throws for any content. */
  public static Decoded<SealerNotes> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    long size = in.unsigned();
    long extentsFrom = in.unsigned();
    int count = in.array();
    Map<Lane, ChainTip> tips = new HashMap<>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(TIP_FIELDS);
      long kind = in.unsigned(OWN);
      long id = in.unsigned(LedgerRecord.ID_MAX);
      String origin = in.text(ORIGIN_BYTES_MAX);
      byte[] chain = in.bytesExactly(ChainId.BYTES);
      long seq = in.unsigned();
      long first = in.unsigned();
      byte[] previous = in.bytesExactly(Digest.BYTES);
      long boot = in.unsigned();
      boolean isAsleep = in.bool();
      if (in.isRefused()) {
        break;
      }
      Lane lane = kind == GROUP ? new Lane.Group(id) : new Lane.Own(id);
      Digest link = Digest.of(previous);
      var tip = new ChainTip(origin, ChainId.of(chain), seq, first, link, boot, false, isAsleep);
      if (tips.put(lane, tip) != null) {
        in.refuse(CborReason.OUT_OF_RANGE);
      }
    }
    return in.end(() -> new SealerNotes(size, extentsFrom, tips));
  }
}
