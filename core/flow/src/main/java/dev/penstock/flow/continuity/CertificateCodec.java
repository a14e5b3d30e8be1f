package dev.penstock.flow.continuity;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.cbor.cose.CoseAlgorithm;
import dev.penstock.cbor.cose.CoseHeader;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.cbor.cose.CoseProfile;
import dev.penstock.cbor.cose.CoseSign1;
import dev.penstock.cbor.cose.CoseSign1Signer;
import dev.penstock.cbor.cose.SigStructure;
import dev.penstock.evidence.block.Disclosure;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.note.Note;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The certificate as bytes, docs/formats/continuity.md §3. */
final class CertificateCodec {
  static final String CONTENT_TYPE = "application/vnd.penstock.continuity";
  static final String EXTERNAL_AAD = "penstock-continuity-v1";

  private static final int VERSION = 1;
  private static final int FIELDS = 13;
  private static final int SENTENCE_BYTES_MAX = 1_024;

  /** A signed header of ours stays far below. */
  private static final int BLOCK_BYTES_MAX = 8_192;

  private static final CoseProfile PROFILE = CoseProfile.closed(Certificate.BYTES_MAX);

  private CertificateCodec() {}

  /** What the signature covers, and the signature. */
  static final class Signed {
    private final SigStructure structure;
    private final byte[] signature;

    Signed(SigStructure structure, byte[] signature) {
      this.structure = structure;
      this.signature = signature;
    }

    SigStructure structure() {
      return structure;
    }

    byte[] signature() {
      return signature.clone();
    }
  }

  static byte[] sign(Certificate certificate, Signer signer) throws SigningException {
    CoseHeader header =
        CoseHeader.of(CoseAlgorithm.written(signer.key().algorithm()))
            .withContentType(CONTENT_TYPE)
            .withKeyId(CoseKey.thumbprint(signer.key()));
    byte[] signed = new CoseSign1Signer(signer, header, aad()).sign(encode(certificate));
    if (signed.length > Certificate.BYTES_MAX) {
      throw new IllegalArgumentException(
          "certificate has " + signed.length + " bytes, at most " + Certificate.BYTES_MAX);
    }
    return signed;
  }

  private static byte[] aad() {
    return EXTERNAL_AAD.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] encode(Certificate certificate) {
    ContinuityReport report = certificate.report();
    var out = new CborWriter(4_096);
    out.array(FIELDS);
    out.text(certificate.scope().sentence());
    out.unsigned(VERSION);
    out.array(2);
    out.unsigned(certificate.scope().way().number());
    ValueCodec.numberOrNull(out, qos(certificate.scope()));
    out.text(certificate.gateway());
    out.text(certificate.log());
    out.array(2);
    out.unsigned(report.source());
    out.text(certificate.name());
    out.unsigned(report.from());
    out.unsigned(report.to());
    out.unsigned(certificate.made());
    ValueCodec.writeStretches(report.stretches(), out);
    ValueCodec.writeFindings(report.findings(), out);
    out.unsigned(report.findingsLeftOut());
    out.array(2);
    out.array(certificate.chains().size());
    certificate.chains().forEach(chain -> write(chain, out));
    out.bytes(certificate.checkpoint().encode());
    return out.toByteArray();
  }

  private static @Nullable Long qos(Scope scope) {
    return scope.grantedQos().isPresent() ? Long.valueOf(scope.grantedQos().getAsInt()) : null;
  }

  private static void write(ChainShown chain, CborWriter out) {
    out.array(4);
    writeStrings(chain.blocks(), out);
    write(chain.first(), out);
    write(chain.last(), out);
    out.array(chain.records().size());
    for (ChainShown.Shown shown : chain.records()) {
      Disclosure disclosure = shown.disclosure();
      out.array(5);
      out.unsigned(shown.block());
      out.unsigned(disclosure.start());
      writeStrings(disclosure.salts(), out);
      writeStrings(disclosure.records(), out);
      write(disclosure.path(), out);
    }
  }

  private static void write(LogPlace place, CborWriter out) {
    out.array(2);
    out.unsigned(place.index());
    write(place.path(), out);
  }

  private static void write(HashPath path, CborWriter out) {
    out.array(path.count());
    for (int i = 0; i < path.count(); i++) {
      out.bytes(Digest.BYTES, path.hash(i)::copyTo);
    }
  }

  private static void writeStrings(List<ByteString> strings, CborWriter out) {
    out.array(strings.size());
    strings.forEach(string -> out.bytes(string.size(), string::copyTo));
  }

  static Decoded<Certificate.Received> decode(byte[] bytes) {
    return CoseSign1.decode(bytes, PROFILE).flatMap(CertificateCodec::open);
  }

  private static Decoded<Certificate.Received> open(CoseSign1 message) {
    CoseHeader header = message.header();
    if (header.contentType().filter(CONTENT_TYPE::equals).isEmpty()) {
      return refused(ContinuityReason.CONTENT_TYPE);
    }
    Optional<Digest> kid = header.keyId().flatMap(Digest::decode);
    if (kid.isEmpty()) {
      return refused(ContinuityReason.KEY_ID);
    }
    if (header.parameters().pairs().size() != 3) {
      return refused(ContinuityReason.PROTECTED);
    }
    var signed = new Signed(message.sigStructure(aad()), message.signature());
    return decodePayload(message.payload())
        .map(certificate -> new Certificate.Received(certificate, kid.get(), signed));
  }

  private static <T> Decoded<T> refused(ContinuityReason reason) {
    return new Decoded.Refused<>(new Refusal(0, reason));
  }

  private static Decoded<Certificate> decodePayload(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(Certificate.BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    String sentence = in.text(SENTENCE_BYTES_MAX);
    if (in.unsigned() != VERSION) {
      in.refuse(ContinuityReason.VERSION);
    }
    Scope scope = readScope(in);
    if (!scope.sentence().equals(sentence)) {
      in.refuse(ContinuityReason.SCOPE_WORDS);
    }
    String gateway = ValueCodec.word(in);
    String log = ValueCodec.word(in);
    in.expectArray(2);
    long source = in.unsigned(LedgerRecord.ID_MAX);
    String name = ValueCodec.word(in);
    long from = in.unsigned();
    long to = ValueCodec.notBefore(from, in.unsigned(), in);
    if (to == from) {
      in.refuse(ContinuityReason.RANGE_BACKWARDS);
    }
    long made = in.unsigned();
    // A pruned hole is at most three stretches where the builder counted one.
    var stretches = ValueCodec.readStretches(in, 4 * ContinuityReport.STRETCHES_MAX);
    var findings = ValueCodec.readFindings(in, ContinuityReport.FINDINGS_MAX);
    var report = new ContinuityReport(source, from, to, stretches, findings, in.unsigned());
    in.expectArray(2);
    List<ChainShown> chains = readChains(in);
    byte[] note = in.bytes(Note.BYTES_MAX);
    if (!in.isRefused() && chains.isEmpty()) {
      in.refuse(ContinuityReason.LIST_EMPTY);
    }
    return in.end(() -> note)
        .flatMap(CertificateCodec::noteOf)
        .map(head -> new Certificate(scope, gateway, log, name, made, report, chains, head));
  }

  private static Decoded<Note> noteOf(byte[] bytes) {
    return switch (Note.decode(bytes)) {
      case dev.penstock.merkle.Decoded.Value<Note>(var note) -> new Decoded.Value<>(note);
      case dev.penstock.merkle.Decoded.Malformed<Note> _ -> refused(ContinuityReason.NOTE);
    };
  }

  private static Scope readScope(CborReader in) {
    in.expectArray(2);
    Scope.Way way = Scope.wayOf(in.unsigned());
    Integer qos = in.takeNull() ? null : Integer.valueOf((int) in.unsigned(2));
    if (way == null || (way == Scope.Way.MQTT) != (qos != null)) {
      in.refuse(ContinuityReason.CHOICE_UNKNOWN);
      return Scope.mqtt(0);
    }
    return new Scope(way, qos);
  }

  private static List<ChainShown> readChains(CborReader in) {
    int count = ValueCodec.count(in, Certificate.CHAINS_MAX);
    var chains = new ArrayList<ChainShown>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(4);
      List<ByteString> blocks = readStrings(in, ChainShown.BLOCKS_MAX, BLOCK_BYTES_MAX);
      LogPlace first = readPlace(in);
      LogPlace last = readPlace(in);
      List<ChainShown.Shown> records = readShown(in);
      if (blocks.isEmpty()) {
        in.refuse(ContinuityReason.LIST_EMPTY);
      } else {
        chains.add(new ChainShown(blocks, first, last, records));
      }
    }
    return chains;
  }

  private static LogPlace readPlace(CborReader in) {
    in.expectArray(2);
    return new LogPlace(in.unsigned(RightEdge.SIZE_MAX), readPath(in));
  }

  private static HashPath readPath(CborReader in) {
    int count = ValueCodec.count(in, LogPlace.HASHES_MAX);
    var hashes = new ArrayList<byte[]>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      hashes.add(in.bytesExactly(Digest.BYTES));
    }
    return HashPath.decode(hashes).orElse(HashPath.EMPTY);
  }

  private static List<ChainShown.Shown> readShown(CborReader in) {
    int count = ValueCodec.count(in, ChainShown.SHOWN_MAX);
    var all = new ArrayList<ChainShown.Shown>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(5);
      int block = (int) in.unsigned(ChainShown.BLOCKS_MAX - 1);
      long start = in.unsigned(RecordBatch.COUNT_MAX);
      List<ByteString> salts = readStrings(in, RecordBatch.COUNT_MAX, SaltedTree.SALT_BYTES);
      List<ByteString> records = readStrings(in, RecordBatch.COUNT_MAX, LedgerRecord.BYTES_MAX);
      HashPath path = readPath(in);
      if (records.isEmpty()) {
        in.refuse(ContinuityReason.LIST_EMPTY);
      } else if (!areSalts(salts, records.size())) {
        in.refuse(ContinuityReason.SALTS_AND_RECORDS);
      } else {
        all.add(new ChainShown.Shown(block, new Disclosure(start, salts, records, path)));
      }
    }
    return all;
  }

  private static boolean areSalts(List<ByteString> salts, int count) {
    return salts.size() == count
        && salts.stream().allMatch(salt -> salt.size() == SaltedTree.SALT_BYTES);
  }

  private static List<ByteString> readStrings(CborReader in, int countMax, int bytesMax) {
    int count = ValueCodec.count(in, countMax);
    var strings = new ArrayList<ByteString>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      byte[] string = in.bytes(bytesMax);
      if (string.length == 0) {
        in.refuse(CborReason.WRONG_LENGTH);
      }
      strings.add(ByteString.of(string));
    }
    return strings;
  }
}
