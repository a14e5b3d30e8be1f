package dev.penstock.evidence.chain;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.VerificationKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of what an observer keeps besides the states of its chains, docs/formats/chain.md
 * §5: its clock, the keys with their ranges and trials, and what is counted of refused messages.
 */
public final class ObserverStateCodec {
  private static final int VERSION = 1;
  private static final int WORD_BYTES_MAX = ObserverEvent.WORD_BYTES_MAX;

  /** A name with what it is of: "listener " is the longest. */
  private static final int NAME_BYTES_MAX = WORD_BYTES_MAX + 16;

  /** Some hundred thousand keys. */
  private static final int BYTES_MAX = 64 * 1024 * 1024;

  private ObserverStateCodec() {}

  /** What was read; good for one {@link Observer#restored}. */
  public static final class Stored {
    private final KeyBook keys = new KeyBook();
    private final Refusals refusals = new Refusals();
    private final ObserverClock clock = new ObserverClock();

    private Stored() {}

    /** Which keys it takes blocks from. */
    public KeyBook keys() {
      return keys;
    }

    Refusals refusals() {
      return refusals;
    }

    ObserverClock clock() {
      return clock;
    }
  }

  static byte[] encode(KeyBook keys, Refusals refusals, ObserverClock clock) {
    var out = new CborWriter(4096);
    out.array(6);
    out.unsigned(VERSION);
    out.array(5);
    out.integer(clock.wall);
    out.unsigned(clock.steady);
    out.unsigned(clock.hour);
    out.unsigned(clock.told);
    out.unsigned(clock.steps);
    writeGrants(keys, out);
    out.array(keys.revoked.size());
    keys.revoked.forEach((kid, was) -> {
      out.array(3);
      digest(out, kid);
      out.text(was.origin());
      chain(out, was.chain());
    });
    writeProposals(keys, out);
    writeBudgets(refusals, out);
    return out.toByteArray();
  }

  private static void writeGrants(KeyBook keys, CborWriter out) {
    out.array(keys.grants.size());
    for (Map.Entry<Digest, SortedMap<ChainId, KeyBook.Grant>> entry : keys.grants.entrySet()) {
      out.array(2);
      VerificationKey key = keys.keys.get(entry.getKey());
      if (key == null) {
        throw new IllegalStateException("ranges of a key that is not there: " + entry.getKey());
      }
      out.bytes(CoseKey.encode(key));
      out.array(entry.getValue().size());
      entry
          .getValue()
          .forEach((chain, grant) -> {
            out.array(3);
            chain(out, chain);
            out.text(grant.origin());
            out.array(grant.ranges().size());
            for (KeyStatus.Range range : grant.ranges()) {
              out.array(3);
              out.unsigned(range.from());
              out.unsigned(range.to());
              out.bool(range.isByPerson());
            }
          });
    }
  }

  private static void writeProposals(KeyBook keys, CborWriter out) {
    int count = keys.proposals.values().stream().mapToInt(List::size).sum();
    out.array(count);
    keys.proposals.forEach((chain, proposals) -> {
      for (KeyBook.Proposal proposal : proposals) {
        out.array(6);
        chain(out, chain);
        digest(out, proposal.link());
        digest(out, proposal.old());
        out.bytes(CoseKey.encode(proposal.next()));
        out.unsigned(proposal.from());
        out.text(proposal.origin());
      }
    });
  }

  private static void writeBudgets(Refusals refusals, CborWriter out) {
    out.array(refusals.budgets.size());
    refusals.budgets.forEach((name, budget) -> {
      out.array(9);
      out.text(name);
      out.text(budget.origin);
      if (budget.chain == null) {
        out.nullValue();
      } else {
        chain(out, budget.chain);
      }
      out.unsigned(budget.hour);
      out.unsigned(budget.kept);
      out.unsigned(budget.more);
      digest(out, budget.rolling);
      out.bool(budget.code == FindingCode.FOREIGN);
      out.unsigned(budget.lastAt);
    });
  }

  private static void digest(CborWriter out, Digest digest) {
    out.bytes(digest.bytes());
  }

  private static void chain(CborWriter out, ChainId chain) {
    out.bytes(chain.value().bytes());
  }

  /** Reads what was stored; damaged bytes are refused, never guessed at. */
  public static Decoded<Stored> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    var stored = new Stored();
    in.expectArray(6);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    in.expectArray(5);
    stored.clock.wall = in.integer(-1, Long.MAX_VALUE);
    stored.clock.steady = in.unsigned();
    stored.clock.hour = in.unsigned();
    stored.clock.told = (int) in.unsigned(16);
    stored.clock.steps = in.unsigned();
    readGrants(in, stored.keys);
    int revoked = in.array();
    for (int i = 0; i < revoked && !in.isRefused(); i++) {
      in.expectArray(3);
      Digest kid = digest(in);
      String origin = in.text(WORD_BYTES_MAX);
      stored.keys.revoked.put(kid, new KeyStatus.Revoked(origin, chain(in)));
    }
    readProposals(in, stored.keys);
    readBudgets(in, stored.refusals);
    return in.end(() -> stored).flatMap(read -> inOneSpelling(read, bytes));
  }

  /** Lists out of order, or with one thing twice, would be read and written otherwise. */
  private static Decoded<Stored> inOneSpelling(Stored stored, byte[] bytes) {
    byte[] again = encode(stored.keys, stored.refusals, stored.clock);
    return Arrays.equals(again, bytes)
        ? new Decoded.Value<>(stored)
        : new Decoded.Refused<>(new Refusal(0, CborReason.OUT_OF_RANGE));
  }

  private static void readGrants(CborReader in, KeyBook keys) {
    int count = in.array();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(2);
      VerificationKey key = key(in);
      int chains = in.array();
      for (int j = 0; j < chains && !in.isRefused(); j++) {
        in.expectArray(3);
        ChainId chain = chain(in);
        String origin = in.text(WORD_BYTES_MAX);
        List<KeyStatus.Range> ranges = ranges(in);
        if (key != null && !in.isRefused()) {
          keys.restore(key, chain, new KeyBook.Grant(origin, ranges));
        }
      }
    }
  }

  private static List<KeyStatus.Range> ranges(CborReader in) {
    var ranges = new ArrayList<KeyStatus.Range>();
    int count = in.array();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(3);
      long from = in.unsigned();
      long to = in.unsigned();
      boolean isByPerson = in.bool();
      if (to < from) {
        in.refuse(CborReason.OUT_OF_RANGE);
      } else if (!in.isRefused()) {
        ranges.add(new KeyStatus.Range(from, to, isByPerson));
      }
    }
    return ranges;
  }

  private static void readProposals(CborReader in, KeyBook keys) {
    int count = in.array();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(6);
      ChainId chain = chain(in);
      Digest link = digest(in);
      Digest old = digest(in);
      VerificationKey next = key(in);
      long from = in.unsigned();
      String origin = in.text(WORD_BYTES_MAX);
      if (next != null && !in.isRefused()) {
        keys.proposals
            .computeIfAbsent(chain, _ -> new ArrayList<>())
            .add(new KeyBook.Proposal(link, old, next, from, origin));
      }
    }
  }

  private static void readBudgets(CborReader in, Refusals refusals) {
    int count = in.array();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(9);
      String name = in.text(NAME_BYTES_MAX);
      String origin = in.text(WORD_BYTES_MAX);
      var budget = new Refusals.Budget(origin, in.takeNull() ? null : chain(in));
      budget.hour = in.unsigned();
      budget.kept = (int) in.unsigned(Refusals.KEPT_MAX);
      budget.more = in.unsigned();
      budget.rolling = digest(in);
      budget.code = in.bool() ? FindingCode.FOREIGN : FindingCode.TAMPERED;
      budget.lastAt = in.unsigned();
      refusals.budgets.put(name, budget);
    }
  }

  private static @Nullable VerificationKey key(CborReader in) {
    byte[] encoded = in.bytes(ObserverEvent.KEY_BYTES_MAX);
    int at = in.contentAt();
    if (in.isRefused()) {
      return null;
    }
    return switch (CoseKey.decode(encoded)) {
      case Decoded.Value<VerificationKey>(var key) -> key;
      case Decoded.Refused<VerificationKey>(var refusal) -> {
        in.refuse(at + refusal.offset(), refusal.reason());
        yield null;
      }
    };
  }

  private static Digest digest(CborReader in) {
    return Digest.of(in.bytesExactly(Digest.BYTES));
  }

  private static ChainId chain(CborReader in) {
    return ChainId.of(in.bytesExactly(ChainId.BYTES));
  }
}
