package dev.penstock.timestamp;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.timestamp.cms.Token;
import dev.penstock.timestamp.cms.TokenCheck;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.x509.Certificate;
import dev.penstock.timestamp.x509.DigestAlgorithm;
import dev.penstock.timestamp.x509.OcspAnswer;
import dev.penstock.timestamp.x509.PathFinder;
import dev.penstock.timestamp.x509.RevocationList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * A time-stamp with all that is needed to judge it later, as docs/formats/timestamp.md describes
 * it: the token as it came, certificates, what was known about revocation, and its renewals.
 *
 * @param token about the statement alone, whatever else is proven
 * @param certificates that may lead from a token's signer to somebody who is trusted
 * @param lists revocation lists
 * @param answers OCSP answers
 * @param segments SHA-512 digests of log segments that the renewals also are about
 * @param record the renewals; its first time-stamp is the token itself when there are no segments
 */
public record TimestampProof(
    Encoded token,
    List<Encoded> certificates,
    List<Encoded> lists,
    List<Encoded> answers,
    List<Encoded> segments,
    Optional<Encoded> record) {
  public static final int BYTES_MAX = 1 << 22;
  public static final int CERTIFICATES_MAX = 64;
  public static final int LISTS_MAX = 64;
  public static final int ANSWERS_MAX = 128;
  public static final int SEGMENTS_MAX = 4096;

  private static final int VERSION = 1;
  private static final int SEGMENT_DIGEST_BYTES = 64;

  public TimestampProof {
    certificates = distinct(certificates, CERTIFICATES_MAX);
    lists = distinct(lists, LISTS_MAX);
    answers = distinct(answers, ANSWERS_MAX);
    segments = List.copyOf(segments);
    if (segments.size() > SEGMENTS_MAX
        || segments.stream().anyMatch(each -> each.size() != SEGMENT_DIGEST_BYTES)) {
      throw new IllegalArgumentException(segments.size() + " segments, or no digests of them");
    }
    if (!segments.isEmpty() && record.isEmpty()) {
      throw new IllegalArgumentException("segments without a time-stamp of them");
    }
  }

  private static List<Encoded> distinct(List<Encoded> list, int max) {
    if (list.size() > max) {
      throw new IllegalArgumentException(list.size() + " items, at most " + max);
    }
    return List.copyOf(new LinkedHashSet<>(list));
  }

  /** A token and nothing else yet. */
  public static TimestampProof of(Token token) {
    return new TimestampProof(
        token.der(), List.of(), List.of(), List.of(), List.of(), Optional.empty());
  }

  /**
   * A token about the statement, and one about the statement with log segments.
   *
   * @param together made over {@link #imprint} of them
   */
  public static TimestampProof of(
      Token token, byte[] statement, List<Encoded> segments, Token together) {
    if (segments.isEmpty()) {
      throw new IllegalArgumentException("no segments");
    }
    DigestAlgorithm digest = digestOf(together);
    List<byte[]> hashes = EvidenceRecord.hashes(data(statement, segments), digest);
    var first = ArchiveTimestamp.of(digest, hashes, together);
    byte[] record = new EvidenceRecord(List.of(List.of(first))).encode();
    return new TimestampProof(
        token.der(), List.of(), List.of(), List.of(), segments, Optional.of(Encoded.of(record)));
  }

  /** What an authority is asked to stamp: the digest of a statement, or of it with segments. */
  public static byte[] imprint(byte[] statement, List<Encoded> segments, DigestAlgorithm digest) {
    return EvidenceRecord.root(EvidenceRecord.hashes(data(statement, segments), digest), digest);
  }

  /** The data object group: the statement, and each segment's digest as an object of its own. */
  static List<byte[]> data(byte[] statement, List<Encoded> segments) {
    List<byte[]> data = new ArrayList<>(List.of(statement));
    segments.forEach(each -> data.add(each.bytes()));
    return data;
  }

  public byte[] encode() {
    var out = new CborWriter(4096);
    out.array(7);
    out.unsigned(VERSION);
    out.bytes(token.bytes());
    write(out, certificates);
    write(out, lists);
    write(out, answers);
    write(out, segments);
    if (record.isPresent()) {
      out.bytes(record.get().bytes());
    } else {
      out.nullValue();
    }
    return out.toByteArray();
  }

  private static void write(CborWriter out, List<Encoded> list) {
    out.array(list.size());
    list.forEach(each -> out.bytes(each.bytes()));
  }

  /** Reads the outer form; what the strings hold is read by those who judge it. */
  public static Decoded<TimestampProof> decode(byte[] bytes) {
    var in = new CborReader(new CborLimits(BYTES_MAX, 2));
    in.reset(bytes);
    in.expectArray(7);
    if (in.unsigned() != VERSION) {
      in.refuse(ProofReason.VERSION);
    }
    Encoded token = Encoded.of(in.bytes(Token.BYTES_MAX));
    List<Encoded> certificates = read(in, CERTIFICATES_MAX, 1, Certificate.BYTES_MAX);
    List<Encoded> lists = read(in, LISTS_MAX, 1, RevocationList.BYTES_MAX);
    List<Encoded> answers = read(in, ANSWERS_MAX, 1, OcspAnswer.BYTES_MAX);
    List<Encoded> segments = read(in, SEGMENTS_MAX, SEGMENT_DIGEST_BYTES, SEGMENT_DIGEST_BYTES);
    Optional<Encoded> record =
        in.takeNull()
            ? Optional.empty()
            : Optional.of(Encoded.of(in.bytes(EvidenceRecord.BYTES_MAX)));
    if (!segments.isEmpty() && record.isEmpty()) {
      in.refuse(ProofReason.RECORD_EMPTY);
    }
    return in.end(() -> new TimestampProof(token, certificates, lists, answers, segments, record));
  }

  private static List<Encoded> read(CborReader in, int countMax, int bytesMin, int bytesMax) {
    int count = in.array();
    if (count > countMax) {
      in.refuse(ProofReason.TOO_MANY);
    }
    List<Encoded> list = new ArrayList<>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      byte[] one = in.bytes(bytesMax);
      if (one.length < bytesMin) {
        in.refuse(CborReason.WRONG_LENGTH);
      }
      list.add(Encoded.of(one));
    }
    if (!in.isRefused() && new LinkedHashSet<>(list).size() < list.size() && bytesMin < bytesMax) {
      in.refuse(ProofReason.TWICE);
    }
    return list;
  }

  /**
   * With more that may help to judge it, as far as there is room; what is there already is not kept
   * twice.
   */
  public TimestampProof with(
      List<Encoded> moreCertificates, List<Encoded> moreLists, List<Encoded> moreAnswers) {
    return new TimestampProof(
        token,
        joined(certificates, moreCertificates, CERTIFICATES_MAX),
        joined(lists, moreLists, LISTS_MAX),
        joined(answers, moreAnswers, ANSWERS_MAX),
        segments,
        record);
  }

  private static List<Encoded> joined(List<Encoded> one, List<Encoded> other, int max) {
    var all = new LinkedHashSet<>(one);
    all.addAll(other);
    return all.stream().limit(max).toList();
  }

  /**
   * What an authority must stamp to renew this: the hash of the last time-stamp (RFC 4998 §5.2),
   * or, with another digest than that one's, of the data and all time-stamps (§5.3). Throws for a
   * proof that is not well-formed.
   */
  public byte[] imprintOfRenewal(byte[] statement, DigestAlgorithm digest) {
    EvidenceRecord renewed = timestamps();
    if (digestOf(renewed.last().token()) == digest) {
      return EvidenceRecord.hashOf(renewed.last().token(), digest);
    }
    return EvidenceRecord.root(groupOfRenewal(renewed, statement, digest), digest);
  }

  private List<byte[]> groupOfRenewal(
      EvidenceRecord renewed, byte[] statement, DigestAlgorithm digest) {
    return renewed.hashes(data(statement, segments), renewed.chains().size(), digest);
  }

  /** With a token over {@link #imprintOfRenewal}. */
  public TimestampProof renewed(byte[] statement, Token token) {
    DigestAlgorithm digest = digestOf(token);
    EvidenceRecord before = timestamps();
    EvidenceRecord after;
    if (digestOf(before.last().token()) == digest) {
      after = before.continued(ArchiveTimestamp.of(digest, List.of(), token));
    } else {
      List<byte[]> group = groupOfRenewal(before, statement, digest);
      after =
          before.begun(ArchiveTimestamp.of(digest, group.size() > 1 ? group : List.of(), token));
    }
    return new TimestampProof(
        this.token,
        certificates,
        lists,
        answers,
        segments,
        Optional.of(Encoded.of(after.encode())));
  }

  /** The newest token. Throws for a proof that is not well-formed. */
  public Token newest() {
    return timestamps().last().token();
  }

  /**
   * When the first certificate of the newest token's chain expires, as far as the chain is stored;
   * empty when no certificate in the proof signed that token.
   */
  public Optional<Instant> expires() {
    Token newest = newest();
    List<Certificate> atHand = new ArrayList<>(newest.certificates());
    certificates.forEach(each -> {
      if (Certificate.decode(each) instanceof Decoded.Value<Certificate>(var certificate)) {
        atHand.add(certificate);
      }
    });
    return TokenCheck.of(newest, atHand) instanceof TokenCheck.Signed(var by)
        ? new PathFinder(atHand, _ -> false)
            .chain(by).stream().map(Certificate::notAfter).min(Instant::compareTo)
        : Optional.empty();
  }

  /** Whether the token and the renewals can be read, and so can be renewed. */
  public boolean isWellFormed() {
    return tokensIfRead()
        .filter(all ->
            all.stream().allMatch(each -> DigestAlgorithm.of(each.info().imprintOid()).isPresent()))
        .isPresent();
  }

  /** All tokens, the plain one first. Throws for a proof that is not well-formed. */
  public List<Token> tokens() {
    return tokensIfRead().orElseThrow(TimestampProof::notWellFormed);
  }

  private Optional<List<Token>> tokensIfRead() {
    List<Token> tokens = new ArrayList<>();
    if (!(Token.decode(token.bytes()) instanceof Decoded.Value<Token>(var first))) {
      return Optional.empty();
    }
    tokens.add(first);
    if (record.isPresent()) {
      if (!(EvidenceRecord.decode(record.get().bytes())
          instanceof Decoded.Value<EvidenceRecord>(var read))) {
        return Optional.empty();
      }
      read.chains().stream()
          .flatMap(List::stream)
          .map(ArchiveTimestamp::token)
          .filter(each -> !each.der().equals(first.der()))
          .forEach(tokens::add);
    }
    return Optional.of(tokens);
  }

  /** All time-stamps; those of a proof that was never renewed are its token. */
  private EvidenceRecord timestamps() {
    Token first = tokens().getFirst();
    if (record.isEmpty()) {
      return new EvidenceRecord(
          List.of(List.of(ArchiveTimestamp.of(digestOf(first), List.of(), first))));
    }
    return switch (EvidenceRecord.decode(record.get().bytes())) {
      case Decoded.Value<EvidenceRecord>(var read) -> read;
      case Decoded.Refused<EvidenceRecord> _ -> throw notWellFormed();
    };
  }

  private static DigestAlgorithm digestOf(Token token) {
    return DigestAlgorithm.of(token.info().imprintOid())
        .orElseThrow(
            () -> new IllegalStateException("no digest of ours: " + token.info().imprintOid()));
  }

  private static IllegalStateException notWellFormed() {
    return new IllegalStateException("the proof is not well-formed");
  }
}
