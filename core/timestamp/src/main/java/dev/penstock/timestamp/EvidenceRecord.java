package dev.penstock.timestamp;

import dev.penstock.cbor.Decoded;
import dev.penstock.timestamp.cms.Token;
import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.DerWriter;
import dev.penstock.timestamp.der.Tag;
import dev.penstock.timestamp.x509.DigestAlgorithm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Time-stamps that carry each other on (EvidenceRecord, RFC 4998): within a chain each is about the
 * one before it, and a new chain, with another digest, is about the data and all chains before.
 */
record EvidenceRecord(List<List<ArchiveTimestamp>> chains) {
  static final int BYTES_MAX = 1 << 21;

  /** A renewal each year for more than a century. */
  private static final int TIMESTAMPS_MAX = 128;

  private static final byte[] VERSION_1 = {Tag.INTEGER, 1, 1};

  EvidenceRecord {
    chains = chains.stream().<List<ArchiveTimestamp>>map(List::copyOf).toList();
    if (chains.isEmpty() || chains.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("an evidence record needs time-stamps");
    }
  }

  static Decoded<EvidenceRecord> decode(byte[] bytes) {
    DerReader all = DerReader.of(bytes, BYTES_MAX);
    DerReader in = all.enter(Tag.SEQUENCE);
    if (in.number(127) != 1) {
      in.refuse(ProofReason.VERSION);
    }
    Set<String> listed = new HashSet<>();
    DerReader digests = in.enter(Tag.SEQUENCE);
    while (digests.hasNext() && listed.size() < TIMESTAMPS_MAX) {
      boolean _ = listed.add(DigestAlgorithm.readIdentifier(digests, Tag.SEQUENCE));
    }
    digests.done();
    if (in.isNext(Tag.context(0)) || in.isNext(Tag.context(1))) {
      in.refuse(ProofReason.RECORD_UNSUPPORTED);
    }
    List<List<ArchiveTimestamp>> chains = chains(in);
    in.done();
    boolean areListed =
        chains.stream()
            .flatMap(List::stream)
            .allMatch(each -> listed.contains(each.token().info().imprintOid()));
    if (!areListed) {
      in.refuse(ProofReason.RECORD_ALGORITHMS);
    }
    if (chains.isEmpty() || chains.stream().anyMatch(List::isEmpty)) {
      in.refuse(ProofReason.RECORD_EMPTY);
    }
    return all.end(() -> new EvidenceRecord(chains));
  }

  private static List<List<ArchiveTimestamp>> chains(DerReader in) {
    List<List<ArchiveTimestamp>> chains = new ArrayList<>();
    int count = 0;
    DerReader sequence = in.enter(Tag.SEQUENCE);
    while (sequence.hasNext()) {
      DerReader chain = sequence.enter(Tag.SEQUENCE);
      List<ArchiveTimestamp> timestamps = new ArrayList<>();
      while (chain.hasNext()) {
        ArchiveTimestamp.read(chain, chain.element(Tag.SEQUENCE)).ifPresent(timestamps::add);
        count++;
        if (count > TIMESTAMPS_MAX) {
          chain.refuse(ProofReason.TOO_MANY);
        }
      }
      chains.add(timestamps);
    }
    return chains;
  }

  byte[] encode() {
    Set<String> seen = new HashSet<>();
    List<byte[]> digests = new ArrayList<>();
    for (List<ArchiveTimestamp> chain : chains) {
      DigestAlgorithm.of(chain.getFirst().token().info().imprintOid())
          .filter(each -> seen.add(each.oid()))
          .ifPresent(each -> digests.add(each.identifier()));
    }
    return DerWriter.sequence(
        List.of(VERSION_1, DerWriter.sequence(digests), encodedChains(chains.size())));
  }

  /** The ArchiveTimeStampSequence of the first chains. */
  private byte[] encodedChains(int count) {
    return DerWriter.sequence(
        chains.stream()
            .limit(count)
            .map(chain ->
                DerWriter.sequence(chain.stream().map(each -> each.der().bytes()).toList()))
            .toList());
  }

  ArchiveTimestamp last() {
    return chains.getLast().getLast();
  }

  /** With one more at the end of the last chain. */
  EvidenceRecord continued(ArchiveTimestamp next) {
    List<List<ArchiveTimestamp>> more = new ArrayList<>(chains);
    List<ArchiveTimestamp> chain = new ArrayList<>(more.removeLast());
    chain.add(next);
    more.add(chain);
    return new EvidenceRecord(more);
  }

  /** With one that begins a chain. */
  EvidenceRecord begun(ArchiveTimestamp next) {
    List<List<ArchiveTimestamp>> more = new ArrayList<>(chains);
    more.add(List.of(next));
    return new EvidenceRecord(more);
  }

  /** What a time-stamp that continues a chain is about (RFC 4998 §5.2). */
  static byte[] hashOf(Token before, DigestAlgorithm digest) {
    return digest.digest(before.der().bytes());
  }

  /**
   * The hashes of the data that chain {@code index} is about, sorted as a data object group is (RFC
   * 4998 §4.2, and §5.3 for all chains but the first).
   */
  List<byte[]> hashes(List<byte[]> data, int index, DigestAlgorithm digest) {
    if (index == 0) {
      return hashes(data, digest, Optional.empty());
    }
    return hashes(data, digest, Optional.of(digest.digest(encodedChains(index))));
  }

  static List<byte[]> hashes(List<byte[]> data, DigestAlgorithm digest) {
    return hashes(data, digest, Optional.empty());
  }

  private static List<byte[]> hashes(
      List<byte[]> data, DigestAlgorithm digest, Optional<byte[]> earlier) {
    List<byte[]> hashes = new ArrayList<>();
    for (byte[] each : data) {
      byte[] hash = digest.digest(each);
      hashes.add(earlier.isPresent() ? digest.digest(hash, earlier.get()) : hash);
    }
    hashes.sort(Arrays::compareUnsigned);
    return hashes;
  }

  /** The one hash over a group; that of one object is its own. */
  static byte[] root(List<byte[]> hashes, DigestAlgorithm digest) {
    return hashes.size() == 1 ? hashes.getFirst() : digest.digest(hashes.toArray(byte[][]::new));
  }
}
