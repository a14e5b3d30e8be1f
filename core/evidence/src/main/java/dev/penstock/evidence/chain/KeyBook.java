package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.VerificationKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which keys an observer takes blocks from, of which chains and in which ranges. A key is admitted
 * by a person, or by the key before it: for good once the announcing block is linked, and on trial
 * while it waits for blocks before it. One thread at a time.
 */
public final class KeyBook implements KeyTrust {
  /** A chain that a key may sign. */
  record Grant(String origin, List<KeyStatus.Range> ranges) {
    Grant {
      ranges = List.copyOf(ranges);
    }

    boolean isOpenAt(long seq) {
      return ranges.stream().anyMatch(range -> range.isOpen() && range.covers(seq));
    }
  }

  /**
   * What a block that waits announces.
   *
   * @param link of that block, whose number is {@code from - 1}
   */
  record Proposal(Digest link, Digest old, VerificationKey next, long from, String origin) {
    Digest kid() {
      return Block.kidOf(next);
    }
  }

  private static final Comparator<ChainId> BY_NAME = Comparator.comparing(ChainId::toString);

  // Sorted, so that the stored form is the same on every machine.
  final SortedMap<Digest, VerificationKey> keys =
      new TreeMap<>(Comparator.comparing(Digest::toString));
  final SortedMap<Digest, SortedMap<ChainId, Grant>> grants =
      new TreeMap<>(Comparator.comparing(Digest::toString));
  final SortedMap<Digest, KeyStatus.Revoked> revoked =
      new TreeMap<>(Comparator.comparing(Digest::toString));
  final SortedMap<ChainId, List<Proposal>> proposals = new TreeMap<>(BY_NAME);

  /** What {@link #snapshot} gave last, until something changes. */
  private @Nullable KeyTrust unchanged;

  private long changes;

  @Override
  public KeyStatus status(Digest kid, ChainId chain) {
    KeyStatus.Revoked withdrawn = revoked.get(kid);
    if (withdrawn != null) {
      return withdrawn;
    }
    for (Proposal proposal : proposals.getOrDefault(chain, List.of())) {
      if (proposal.kid().equals(kid)) {
        return onTrial(proposal, chain);
      }
    }
    VerificationKey key = keys.get(kid);
    SortedMap<ChainId, Grant> chains = grants.get(kid);
    if (key == null || chains == null) {
      return new KeyStatus.Unknown();
    }
    Grant grant = chains.get(chain);
    if (grant == null) {
      ChainId other = chains.firstKey();
      Grant elsewhere = chains.get(other);
      return elsewhere == null
          ? new KeyStatus.Unknown()
          : new KeyStatus.Elsewhere(key, elsewhere.origin(), other);
    }
    return new KeyStatus.Known(key, grant.origin(), chain, grant.ranges());
  }

  private KeyStatus onTrial(Proposal proposal, ChainId chain) {
    var ranges = new ArrayList<KeyStatus.Range>();
    Grant grant = grant(proposal.kid(), chain);
    if (grant != null) {
      ranges.addAll(grant.ranges());
    }
    ranges.add(new KeyStatus.Range(proposal.from(), Long.MAX_VALUE, false));
    return new KeyStatus.Known(proposal.next(), proposal.origin(), chain, ranges);
  }

  private @Nullable Grant grant(Digest kid, ChainId chain) {
    SortedMap<ChainId, Grant> chains = grants.get(kid);
    return chains == null ? null : chains.get(chain);
  }

  private void changed() {
    unchanged = null;
    changes++;
  }

  /** How often something changed: who stores it compares this with the last time. */
  public long changes() {
    return changes;
  }

  /** What is known now; stays as it is and is safe for use by several threads. */
  public KeyTrust snapshot() {
    if (unchanged == null) {
      var copy = new KeyBook();
      copy.keys.putAll(keys);
      grants.forEach((kid, chains) -> copy.grants.put(kid, new TreeMap<>(chains)));
      copy.revoked.putAll(revoked);
      proposals.forEach((chain, list) -> copy.proposals.put(chain, List.copyOf(list)));
      unchanged = copy;
    }
    return unchanged;
  }

  /** The lowest block of a chain that any key may sign, or -1 when none may. */
  public long firstBlock(ChainId chain) {
    long first = Long.MAX_VALUE;
    for (SortedMap<ChainId, Grant> chains : grants.values()) {
      Grant grant = chains.get(chain);
      if (grant != null) {
        for (KeyStatus.Range range : grant.ranges()) {
          first = Math.min(first, range.from());
        }
      }
    }
    return first == Long.MAX_VALUE ? -1 : first;
  }

  /** Names of all keys that may sign blocks of a chain, might once, or are on trial. */
  public List<Digest> kidsOf(ChainId chain) {
    var kids = new ArrayList<Digest>();
    grants.forEach((kid, chains) -> {
      if (chains.containsKey(chain)) {
        kids.add(kid);
      }
    });
    onTrial(chain).forEach(proposal -> kids.add(proposal.kid()));
    return kids;
  }

  /** The keys that may sign blocks of a chain, or might once; none that is on trial. */
  public List<VerificationKey> keysOf(ChainId chain) {
    var found = new ArrayList<VerificationKey>();
    grants.forEach((kid, chains) -> {
      VerificationKey key = keys.get(kid);
      if (key != null && chains.containsKey(chain)) {
        found.add(key);
      }
    });
    return found;
  }

  /** Admits a key for blocks from this one on, by a person's word, withdrawn before or not. */
  public void admit(VerificationKey key, String origin, ChainId chain, long from) {
    Digest kid = Block.kidOf(key);
    var _ = revoked.remove(kid);
    put(key, origin, chain, new KeyStatus.Range(from, Long.MAX_VALUE, true));
  }

  /**
   * Puts a range beside those that are there; one that an open range holds already adds nothing.
   */
  void put(VerificationKey key, String origin, ChainId chain, KeyStatus.Range added) {
    Digest kid = Block.kidOf(key);
    changed();
    keys.put(kid, key);
    SortedMap<ChainId, Grant> chains = grants.computeIfAbsent(kid, _ -> new TreeMap<>(BY_NAME));
    Grant known = chains.get(chain);
    var ranges = new ArrayList<KeyStatus.Range>();
    if (known != null) {
      for (KeyStatus.Range range : known.ranges()) {
        boolean isInside =
            added.from() <= range.from()
                && range.to() <= added.to()
                && range.isByPerson() == added.isByPerson();
        if (!isInside) {
          ranges.add(range);
        }
        if (range.from() <= added.from()
            && added.to() <= range.to()
            && (range.isByPerson() || !added.isByPerson())) {
          return;
        }
      }
    }
    ranges.add(added);
    chains.put(chain, new Grant(origin, ranges));
  }

  /** Puts back what was stored. */
  void restore(VerificationKey key, ChainId chain, Grant grant) {
    Digest kid = Block.kidOf(key);
    changed();
    keys.put(kid, key);
    grants.computeIfAbsent(kid, _ -> new TreeMap<>(BY_NAME)).put(chain, grant);
  }

  /** Withdraws a key for all its chains; one that nobody knows yet cannot be announced either. */
  public void revoke(Digest kid) {
    changed();
    SortedMap<ChainId, Grant> chains = grants.remove(kid);
    var _ = keys.remove(kid);
    if (chains != null && !chains.isEmpty()) {
      ChainId chain = chains.firstKey();
      Grant grant = chains.get(chain);
      revoked.put(kid, new KeyStatus.Revoked(grant == null ? "" : grant.origin(), chain));
    } else {
      var _ = revoked.putIfAbsent(kid, new KeyStatus.Revoked("", ChainId.of(new byte[16])));
    }
  }

  /** True when this key, in use for block {@code from - 1}, may be followed by that one. */
  private boolean mayFollow(Digest old, ChainId chain, Digest next, long from) {
    if (revoked.containsKey(next) || !isInUse(old, chain, from - 1)) {
      return false;
    }
    Grant grant = grant(next, chain);
    // A key that was in use and ended does not come back by an announcement.
    return grant == null || grant.ranges().stream().anyMatch(KeyStatus.Range::isOpen);
  }

  private boolean isInUse(Digest kid, ChainId chain, long seq) {
    return status(kid, chain) instanceof KeyStatus.Known known
        && known.ranges().stream().anyMatch(range -> range.isOpen() && range.covers(seq));
  }

  /** A block that waits announces a key: it is taken on trial. */
  void propose(Digest link, Digest old, ChainId chain, Checked.Announcement announcement) {
    if (mayFollow(old, chain, Block.kidOf(announcement.next()), announcement.from())
        && status(old, chain) instanceof KeyStatus.Known known) {
      changed();
      proposals
          .computeIfAbsent(chain, _ -> new ArrayList<>())
          .add(new Proposal(link, old, announcement.next(), announcement.from(), known.origin()));
    }
  }

  /** What is on trial for a chain, in the order in which it came. */
  List<Proposal> onTrial(ChainId chain) {
    return List.copyOf(proposals.getOrDefault(chain, List.of()));
  }

  /** Ends a trial, whatever it came to. */
  void settle(ChainId chain, Proposal proposal) {
    List<Proposal> list = proposals.get(chain);
    if (list != null) {
      changed();
      var _ = list.remove(proposal);
      if (list.isEmpty()) {
        proposals.remove(chain);
      }
    }
  }

  /**
   * A linked block of the old key announced the next one: it follows from there. The old key ends
   * in any case, when it was in use.
   *
   * @return false when the next key cannot follow
   */
  boolean follow(Digest old, ChainId chain, VerificationKey next, long from) {
    Grant grant = grant(old, chain);
    boolean may = mayFollow(old, chain, Block.kidOf(next), from);
    if (grant != null && grant.isOpenAt(from - 1)) {
      end(old, chain, from - 1);
      if (may) {
        put(next, grant.origin(), chain, new KeyStatus.Range(from, Long.MAX_VALUE, false));
      }
    }
    return may;
  }

  /** A key that is in use signs nothing after this block. */
  void end(Digest kid, ChainId chain, long last) {
    Grant grant = grant(kid, chain);
    SortedMap<ChainId, Grant> chains = grants.get(kid);
    if (grant == null || chains == null) {
      return;
    }
    var ranges = new ArrayList<KeyStatus.Range>();
    for (KeyStatus.Range range : grant.ranges()) {
      boolean isEnded = range.isOpen() && range.from() <= last;
      ranges.add(isEnded ? new KeyStatus.Range(range.from(), last, range.isByPerson()) : range);
    }
    if (!ranges.equals(grant.ranges())) {
      changed();
      chains.put(chain, new Grant(grant.origin(), ranges));
    }
  }
}
