package dev.penstock.timestamp;

import dev.penstock.cbor.Decoded;
import dev.penstock.timestamp.cms.Token;
import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.DerWriter;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import dev.penstock.timestamp.x509.DigestAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A time-stamp in an evidence record (ArchiveTimeStamp, RFC 4998 §4.1).
 *
 * @param digestOid of the hash tree, where it is stated; else that of the token
 * @param group the hashes of a data object group, the one list of a reduced hash tree; empty when
 *     the token is about one hash alone
 */
record ArchiveTimestamp(Encoded der, Optional<String> digestOid, List<Encoded> group, Token token) {
  private static final int DIGEST = Tag.context(0);
  private static final int HASH_TREE = Tag.context(2);

  ArchiveTimestamp {
    group = List.copyOf(group);
  }

  /** One to be written. */
  static ArchiveTimestamp of(DigestAlgorithm digest, List<byte[]> group, Token token) {
    byte[] identifier = digest.identifier();
    identifier[0] = (byte) DIGEST;
    List<byte[]> parts = new ArrayList<>(List.of(identifier));
    List<byte[]> hashes = group.stream().map(DerWriter::octets).toList();
    if (!group.isEmpty()) {
      parts.add(DerWriter.element(HASH_TREE, List.of(DerWriter.sequence(hashes))));
    }
    parts.add(token.der().bytes());
    return new ArchiveTimestamp(
        Encoded.of(DerWriter.sequence(parts)),
        Optional.of(digest.oid()),
        hashes.stream().map(Encoded::of).toList(),
        token);
  }

  /** Faults of the token in it are faults of {@code record}; empty after any. */
  static Optional<ArchiveTimestamp> read(DerReader record, Encoded der) {
    DerReader in = DerReader.of(der).enter(Tag.SEQUENCE);
    Optional<String> digestOid =
        in.isNext(DIGEST)
            ? Optional.of(DigestAlgorithm.readIdentifier(in, DIGEST))
            : Optional.empty();
    List<Encoded> group = new ArrayList<>();
    if (in.isNext(HASH_TREE)) {
      DerReader tree = in.enter(HASH_TREE);
      DerReader list = tree.enter(Tag.SEQUENCE);
      while (list.hasNext()) {
        group.add(list.element(Tag.OCTET_STRING));
      }
      tree.done();
    }
    if (in.isNext(Tag.context(1))) {
      in.refuse(ProofReason.RECORD_UNSUPPORTED);
    }
    Encoded token = in.element(Tag.SEQUENCE);
    return switch (in.end(() -> token)) {
      case Decoded.Refused<Encoded>(var refusal) -> {
        record.refuse(refusal.reason());
        yield Optional.empty();
      }
      case Decoded.Value<Encoded> _ ->
          switch (Token.decode(token.bytes())) {
            case Decoded.Refused<Token>(var refusal) -> {
              record.refuse(refusal.reason());
              yield Optional.empty();
            }
            case Decoded.Value<Token>(var read) ->
                Optional.of(new ArchiveTimestamp(der, digestOid, group, read));
          };
    };
  }
}
