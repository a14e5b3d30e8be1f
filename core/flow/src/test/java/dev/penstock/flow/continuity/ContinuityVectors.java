package dev.penstock.flow.continuity;

import static dev.penstock.flow.continuity.Records.at;
import static dev.penstock.flow.continuity.Records.deaf;
import static dev.penstock.flow.continuity.Records.finding;
import static dev.penstock.flow.continuity.Records.gap;
import static dev.penstock.flow.continuity.Records.heard;
import static dev.penstock.flow.continuity.Records.listening;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes docs/formats/vectors/continuity; the same bytes each time. */
final class ContinuityVectors {
  static final long PUMP = 7;

  private final Map<String, Object> files = new LinkedHashMap<>();
  private final Gateway gateway = new Gateway();

  private ContinuityVectors() {}

  /** Writes the folder anew. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (Map.Entry<String, String> file : all().entrySet()) {
      var _ = Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** Each file by its name. */
  static Map<String, String> all() throws IOException {
    var vectors = new ContinuityVectors();
    vectors.make();
    var json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    var texts = new LinkedHashMap<String, String>();
    for (Map.Entry<String, Object> file : vectors.files.entrySet()) {
      texts.put(file.getKey(), json.writeValueAsString(file.getValue()) + "\n");
    }
    return texts;
  }

  private static RollCall call(long from, long to, RollCall.Run... runs) {
    return new RollCall(at(from), at(to), List.of(runs));
  }

  private void roll(long from, long to, RollCall.Run... runs) {
    var _ = gateway.control.seal(gateway.record(0, at(to), call(from, to, runs)));
  }

  private void make() {
    roll(0, 10, heard(PUMP, 3));
    roll(10, 20, listening(PUMP));
    Certificate small = made(0, 20, List.of(gateway.control.shown(0, 2, PUMP)));
    file("01-two-intervals.json", "two intervals, two blocks; taken apart in continuity.md", small);

    roll(20, 30, heard(PUMP, 4), heard(9, 2));
    var _ =
        gateway.control.seal(
            gateway.record(0, at(40), call(30, 40, deaf(PUMP, 31, 1))),
            gateway.record(PUMP, at(40), finding("LATE", 35)));
    var _ = gateway.control.seal();
    roll(60, 70, listening(9));
    var _ =
        gateway.control.seal(
            gateway.record(
                0,
                at(34_560_000),
                gap(Gap.Cause.PRUNED, Gap.Scope.LEAVES_OF_LOG, 0L, 40, 50L, "keep-a-year")));
    Certificate rich = made(0, 80, List.of(gateway.control.shown(0, 7, PUMP)));
    file("02-every-stretch.json", "every sort of stretch, two findings, a heartbeat", rich);
    keys();
    refused(rich);
  }

  private Certificate made(long from, long to, List<ChainShown> chains) {
    return new CertificateMaker(Gateway.ORIGIN, Gateway.LOG)
        .make(Scope.mqtt(1), PUMP, "pump-7", at(from), at(to), at(1_000), chains, gateway.head());
  }

  private byte[] sign(Certificate certificate) {
    try {
      return certificate.sign(gateway.statements);
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private void file(String name, String shows, Certificate certificate) {
    var file = new LinkedHashMap<String, Object>();
    file.put("shows", shows);
    file.put("verdict", "CONFIRMED");
    file.put("words", PlainWords.of(certificate.report(), certificate.name()));
    file.put("payload", hex(certificate.encode()));
    file.put("certificate", hex(sign(certificate)));
    files.put(name, file);
  }

  private void keys() {
    var file = new LinkedHashMap<String, Object>();
    file.put("note", "Keys for tests: the private key is 32 times one byte. Admit them nowhere.");
    file.put("gateway", Gateway.ORIGIN);
    file.put("certificateKey", hex(gateway.statements.key().raw()));
    file.put("log", gateway.logSigner.key().vkey());
    file.put("blockOrigin", gateway.control.origin);
    file.put("blockChain", gateway.control.id.toString());
    file.put("blockKey", hex(gateway.control.signer.key().raw()));
    files.put("keys.json", file);
  }

  /** Certificates that are signed well and must not be confirmed. */
  private void refused(Certificate good) {
    var cases = new ArrayList<Map<String, String>>();
    ContinuityReport report = good.report();
    var fewer = new ArrayList<>(report.stretches());
    fewer.remove(1);
    add(cases, "a stretch is left out", stretches(good, fewer));
    var better = new ArrayList<>(report.stretches());
    better.replaceAll(
        one -> one instanceof Stretch.Deaf ? new Stretch.Listening(one.from(), one.to()) : one);
    add(cases, "deaf is told as listening", stretches(good, better));
    var filled = new ArrayList<>(report.stretches());
    filled.replaceAll(
        one -> one.equals(Records.notStated(50, 60)) ? new Stretch.Listening(at(50), at(60)) : one);
    add(cases, "a hole is told as listening", stretches(good, filled));
    add(
        cases,
        "a finding is left out",
        report(
            good,
            new ContinuityReport(
                PUMP, report.from(), report.to(), report.stretches(), List.of(), 0)));
    ChainShown chain = good.chains().get(0);
    var blocks = new ArrayList<>(chain.blocks());
    blocks.remove(3);
    add(cases, "a block in the middle is left out", chain(good, blocks, chain));
    var swapped = new ArrayList<>(chain.blocks());
    ByteString second = swapped.get(1);
    swapped.set(1, swapped.get(2));
    swapped.set(2, second);
    add(cases, "two blocks are swapped", chain(good, swapped, chain));
    var moved =
        new ChainShown(
            chain.blocks(), new LogPlace(1, chain.first().path()), chain.last(), chain.records());
    add(cases, "the first block stands elsewhere in the log", chains(good, List.of(moved)));
    var emptied = new ChainShown(chain.blocks(), chain.first(), chain.last(), List.of());
    add(cases, "no record is shown", chains(good, List.of(emptied)));
    byte[] forged = sign(good);
    forged[forged.length - 1] ^= 1;
    add(cases, "the last byte of the signature is changed", forged);
    files.put("refused.json", cases);
  }

  private void add(List<Map<String, String>> cases, String shows, Certificate certificate) {
    add(cases, shows, sign(certificate));
  }

  private void add(List<Map<String, String>> cases, String shows, byte[] bytes) {
    var one = new LinkedHashMap<String, String>();
    one.put("shows", shows);
    one.put("verdict", wordOf(gateway.auditor().check(bytes)));
    one.put("certificate", hex(bytes));
    cases.add(one);
  }

  /** A verdict as the vectors name it. */
  static String wordOf(CertificateVerdict verdict) {
    return switch (verdict) {
      case CertificateVerdict.Confirmed _ -> "CONFIRMED";
      case CertificateVerdict.Contradicted(var where, var _) -> "CONTRADICTED " + where;
      case CertificateVerdict.Unproven(var why, var _) -> "UNPROVEN " + why;
    };
  }

  /** An auditor who admits the keys of keys.json. */
  static CertificateChecker auditor() {
    var vectors = new ContinuityVectors();
    return vectors.gateway.auditor();
  }

  private static Certificate stretches(Certificate good, List<Stretch> stretches) {
    ContinuityReport report = good.report();
    return report(
        good,
        new ContinuityReport(PUMP, report.from(), report.to(), stretches, report.findings(), 0));
  }

  private static Certificate report(Certificate good, ContinuityReport report) {
    return new Certificate(
        good.scope(),
        good.gateway(),
        good.log(),
        good.name(),
        good.made(),
        report,
        good.chains(),
        good.checkpoint());
  }

  private static Certificate chain(Certificate good, List<ByteString> blocks, ChainShown chain) {
    var shown = new ChainShown(blocks, chain.first(), chain.last(), chain.records());
    return chains(good, List.of(shown));
  }

  private static Certificate chains(Certificate good, List<ChainShown> chains) {
    return new Certificate(
        good.scope(),
        good.gateway(),
        good.log(),
        good.name(),
        good.made(),
        good.report(),
        chains,
        good.checkpoint());
  }

  /** The text of a file in the folder. */
  static String read(Path folder, String name) throws IOException {
    return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
  }
}
