package dev.penstock.flow.continuity;

import static dev.penstock.flow.continuity.Records.at;
import static dev.penstock.flow.continuity.Records.deaf;
import static dev.penstock.flow.continuity.Records.deafFrom;
import static dev.penstock.flow.continuity.Records.finding;
import static dev.penstock.flow.continuity.Records.heard;
import static dev.penstock.flow.continuity.Records.heardFrom;
import static dev.penstock.flow.continuity.Records.listening;
import static dev.penstock.flow.continuity.Records.listeningFrom;
import static dev.penstock.flow.continuity.Records.notStated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseAlgorithm;
import dev.penstock.cbor.cose.CoseHeader;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.cbor.cose.CoseSign1Signer;
import dev.penstock.evidence.block.Disclosure;
import dev.penstock.evidence.chain.KeyBook;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.continuity.CertificateVerdict.Confirmed;
import dev.penstock.flow.continuity.CertificateVerdict.Contradicted;
import dev.penstock.flow.continuity.CertificateVerdict.Unproven;
import dev.penstock.flow.continuity.CertificateVerdict.Where;
import dev.penstock.flow.continuity.CertificateVerdict.Why;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.cddl.Cddl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CertificateTest {
  private static final long PUMP = 7;
  private static final Scope SCOPE = Scope.mqtt(1);

  private final Gateway gateway = new Gateway();

  /** Six blocks: two intervals heard, one of nothing, one deaf with a late record, a heartbeat. */
  private Certificate certificate() {
    return certificate(0, 6);
  }

  private Certificate certificate(int from, int to) {
    if (gateway.control.kept.isEmpty()) {
      roll(0, 10, heard(PUMP, 3), heard(9, 1));
      roll(10, 20, heard(PUMP, 4));
      roll(20, 30, listening(PUMP));
      var _ =
          gateway.control.seal(
              gateway.record(0, at(40), call(30, 40, deaf(PUMP, 31, 1))),
              gateway.record(PUMP, at(40), finding("LATE", 35)),
              new LedgerRecord(0, 9, 1L, null, at(40), 0, new Sample(SampleValue.of(1.5))));
      var _ = gateway.control.seal();
      roll(40, 60, listening(PUMP));
    }
    return made(List.of(gateway.control.shown(from, to, PUMP)));
  }

  private Certificate made(List<ChainShown> chains) {
    return new CertificateMaker(Gateway.ORIGIN, Gateway.LOG)
        .make(SCOPE, PUMP, "pump-7", at(0), at(60), at(70), chains, gateway.head());
  }

  private void roll(long from, long to, RollCall.Run... runs) {
    var _ = gateway.control.seal(gateway.record(0, at(to), call(from, to, runs)));
  }

  private static RollCall call(long from, long to, RollCall.Run... runs) {
    return new RollCall(at(from), at(to), List.of(runs));
  }

  private byte[] sign(Certificate certificate) {
    try {
      return certificate.sign(gateway.statements);
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  private CertificateVerdict check(Certificate certificate) {
    return gateway.auditor().check(sign(certificate));
  }

  private static Certificate with(Certificate one, ContinuityReport report) {
    return new Certificate(
        one.scope(),
        one.gateway(),
        one.log(),
        one.name(),
        one.made(),
        report,
        one.chains(),
        one.checkpoint());
  }

  private static Certificate with(Certificate one, List<ChainShown> chains, Note head) {
    return new Certificate(
        one.scope(), one.gateway(), one.log(), one.name(), one.made(), one.report(), chains, head);
  }

  private static ContinuityReport withStretches(ContinuityReport report, List<Stretch> stretches) {
    return new ContinuityReport(
        report.source(),
        report.from(),
        report.to(),
        stretches,
        report.findings(),
        report.findingsLeftOut());
  }

  private static ContinuityReport withFindings(
      ContinuityReport report, List<ContinuityFinding> findings) {
    return new ContinuityReport(
        report.source(), report.from(), report.to(), report.stretches(), findings, 0);
  }

  private static void assertContradicted(CertificateVerdict verdict, Where where) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Contradicted.class, one -> assertThat(one.where()).isEqualTo(where));
  }

  private static void assertUnproven(CertificateVerdict verdict, Why why) {
    assertThat(verdict)
        .isInstanceOfSatisfying(Unproven.class, one -> assertThat(one.why()).isEqualTo(why));
  }

  @Test
  void anHonestCertificateIsConfirmedAndSaysWhatItDoesNotShow() {
    Certificate certificate = certificate();

    assertThat(certificate.report().stretches())
        .containsExactly(
            heardFrom(0, 20, 7),
            listeningFrom(20, 30),
            deafFrom(30, 40, 31, 1),
            listeningFrom(40, 60));
    assertThat(certificate.report().findings())
        .extracting(ContinuityFinding::code)
        .containsExactly("LATE");
    assertThat(check(certificate))
        .isInstanceOfSatisfying(
            Confirmed.class,
            confirmed -> {
              assertThat(confirmed.certificate().report()).isEqualTo(certificate.report());
              assertThat(confirmed.checkpoint().size()).isEqualTo(6);
              assertThat(confirmed.witnesses()).isEmpty();
              assertThat(confirmed.chains())
                  .containsExactly(
                      new CertificateVerdict.ChainWord(
                          Gateway.ORIGIN, gateway.control.id, 0, 5, 7, false));
              assertThat(confirmed.rests())
                  .startsWith(
                      "From this gateway's subscription on, QoS 1; loss before it is not covered.")
                  .anyMatch(line -> line.contains("not all of their records"))
                  .anyMatch(line -> line.startsWith("No witness"));
            });
  }

  @Test
  void theSignedBytesOpenWithTheScopeInWords() {
    byte[] payload = certificate().encode();
    String start = new String(payload, 3, SCOPE.sentence().length(), StandardCharsets.US_ASCII);

    assertThat(start).isEqualTo(SCOPE.sentence());
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    Certificate certificate = certificate();

    assertThat(Certificate.decode(sign(certificate)))
        .isInstanceOfSatisfying(
            Decoded.Value.class,
            value ->
                assertThat(((Certificate.Received) value.value()).certificate())
                    .isEqualTo(certificate));
  }

  @Test
  void everyChangedByteIsCaught() {
    byte[] bytes = sign(certificate());
    CertificateChecker auditor = gateway.auditor();
    int step = Deep.cases(11, 1);
    for (int i = 0; i < bytes.length; i += step) {
      byte[] changed = bytes.clone();
      changed[i] ^= (byte) (1 << i % 8);
      assertThat(auditor.check(changed)).as("byte %d", i).isNotInstanceOf(Confirmed.class);
    }
    for (int length = 0; length < bytes.length; length += step) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThat(auditor.check(cut)).as("cut at %d", length).isNotInstanceOf(Confirmed.class);
    }
  }

  @Test
  void aRemovedStretchIsCaughtEvenUnderTheGatewaysOwnSignature() {
    Certificate certificate = certificate();
    List<Stretch> stretches = certificate.report().stretches();
    for (int i = 0; i < stretches.size(); i++) {
      var fewer = new ArrayList<>(stretches);
      fewer.remove(i);
      var forged = with(certificate, withStretches(certificate.report(), fewer));
      assertContradicted(check(forged), Where.STRETCH);
    }
  }

  @Test
  void aStretchThatIsToldBetterThanItWasIsContradicted() {
    Certificate certificate = certificate();
    List<UnaryOperator<Stretch>> lies =
        List.of(
            one -> new Stretch.Listening(one.from(), one.to()),
            one -> new Stretch.Heard(one.from(), one.to(), 1),
            one -> new Stretch.Deaf(one.from(), one.to(), one.from(), 0),
            one -> new Stretch.Deaf(one.from(), one.to(), at(31), 2));
    for (UnaryOperator<Stretch> lie : lies) {
      var changed = new ArrayList<>(certificate.report().stretches());
      changed.set(2, lie.apply(changed.get(2)));
      var forged = with(certificate, withStretches(certificate.report(), changed));
      assertContradicted(check(forged), Where.STRETCH);
    }
  }

  @Test
  void whatIsStatedWithoutARecordIsUnproven() {
    Certificate certificate = certificate(1, 6);
    assertThat(certificate.report().stretches().get(0)).isEqualTo(notStated(0, 10));
    assertThat(check(certificate)).isInstanceOf(Confirmed.class);

    var changed = new ArrayList<>(certificate.report().stretches());
    changed.set(0, heardFrom(0, 10, 3));
    var forged = with(certificate, withStretches(certificate.report(), changed));

    assertUnproven(check(forged), Why.STRETCH_NOT_SHOWN);
  }

  @Test
  void aFindingThatIsLeftOutIsContradictedAndOneThatIsAddedIsUnproven() {
    Certificate certificate = certificate();
    ContinuityFinding late = certificate.report().findings().get(0);
    var without = with(certificate, withFindings(certificate.report(), List.of()));
    var added =
        with(certificate, withFindings(certificate.report(), List.of(late, late.ended(at(50)))));
    var twice = with(certificate, withFindings(certificate.report(), List.of(late, late)));

    assertContradicted(check(without), Where.FINDING);
    assertUnproven(check(added), Why.FINDING_NOT_SHOWN);
    assertContradicted(check(twice), Where.FINDING);
  }

  @Test
  void aBlockThatIsLeftOutOfTheMiddleMakesTheChainUnproven() {
    Certificate certificate = certificate();
    ChainShown chain = certificate.chains().get(0);
    for (int i = 1; i < 5; i++) {
      var blocks = new ArrayList<>(chain.blocks());
      blocks.remove(i);
      var shown = new ChainShown(blocks, chain.first(), chain.last(), List.of());
      var forged = with(certificate, List.of(shown), certificate.checkpoint());
      assertUnproven(check(forged), Why.BLOCKS_NOT_SHOWN);
    }
  }

  @Test
  void blocksInAnotherOrderAreNoChain() {
    Certificate certificate = certificate();
    ChainShown chain = certificate.chains().get(0);
    var blocks = new ArrayList<>(chain.blocks());
    blocks.set(1, blocks.get(0));
    var shown = new ChainShown(blocks, chain.first(), chain.last(), chain.records());

    assertContradicted(
        check(with(certificate, List.of(shown), certificate.checkpoint())), Where.CHAIN);
  }

  @Test
  void aBlockOfASecondHistoryDoesNotFitIntoTheChain() {
    Certificate certificate = certificate();
    var other = new Gateway();
    for (int i = 0; i < 6; i++) {
      var _ = other.control.seal(other.record(0, at(i), call(0, 90 + i, heard(PUMP, 99))));
    }
    ChainShown chain = certificate.chains().get(0);
    var blocks = new ArrayList<>(chain.blocks());
    blocks.set(2, ByteString.of(other.control.kept.get(2).block().leaf()));
    var shown = new ChainShown(blocks, chain.first(), chain.last(), List.of());

    assertContradicted(
        check(with(certificate, List.of(shown), certificate.checkpoint())), Where.CHAIN);
  }

  @Test
  void aBlockThatIsNotInTheLogIsCaughtAtEitherEnd() {
    Certificate certificate = certificate();
    ChainShown chain = certificate.chains().get(0);
    var wrongFirst =
        new ChainShown(
            chain.blocks(), new LogPlace(1, chain.first().path()), chain.last(), chain.records());
    var wrongLast =
        new ChainShown(
            chain.blocks(), chain.first(), new LogPlace(5, HashPath.EMPTY), chain.records());
    var tooClose = new ChainShown(chain.blocks(), chain.first(), chain.first(), chain.records());

    for (ChainShown wrong : List.of(wrongFirst, wrongLast, tooClose)) {
      var forged = with(certificate, List.of(wrong), certificate.checkpoint());
      assertContradicted(check(forged), Where.LOG_PLACE);
    }
  }

  @Test
  void recordsThatAreNotThoseOfTheirBlockAreCaught() {
    Certificate certificate = certificate();
    ChainShown chain = certificate.chains().get(0);
    Disclosure first = chain.records().get(0).disclosure();
    LedgerRecord lie = gateway.record(0, at(10), call(0, 10, heard(PUMP, 300)));
    var forgedRecord =
        new Disclosure(
            first.start(), first.salts(), List.of(ByteString.of(lie.encode())), first.path());
    var records = new ArrayList<>(chain.records());
    records.set(0, new ChainShown.Shown(0, forgedRecord));
    var shown = new ChainShown(chain.blocks(), chain.first(), chain.last(), records);
    assertContradicted(
        check(with(certificate, List.of(shown), certificate.checkpoint())), Where.RECORDS);

    var twice = new ArrayList<>(chain.records());
    twice.add(1, chain.records().get(0));
    var again = new ChainShown(chain.blocks(), chain.first(), chain.last(), twice);
    assertContradicted(
        check(with(certificate, List.of(again), certificate.checkpoint())), Where.RECORDS);

    var beyond = new ArrayList<>(chain.records());
    beyond.add(new ChainShown.Shown(6, first));
    var outside = new ChainShown(chain.blocks(), chain.first(), chain.last(), beyond);
    assertContradicted(
        check(with(certificate, List.of(outside), certificate.checkpoint())), Where.RECORDS);
  }

  @Test
  void aRollCallThatIsWithheldCannotBeReplacedByItsNeighbours() {
    Certificate certificate = certificate();
    ChainShown chain = certificate.chains().get(0);
    var records = new ArrayList<>(chain.records());
    // The deaf interval and the late record go.
    records.removeIf(shown -> shown.block() == 3);
    var shown = new ChainShown(chain.blocks(), chain.first(), chain.last(), records);
    var honest = made(List.of(shown));

    assertThat(honest.report().stretches()).contains(notStated(30, 40));
    assertThat(check(honest)).isInstanceOf(Confirmed.class);
    var lie = new ArrayList<>(honest.report().stretches());
    lie.set(2, new Stretch.Listening(at(30), at(40)));
    assertUnproven(check(with(honest, withStretches(honest.report(), lie))), Why.STRETCH_NOT_SHOWN);
  }

  @Test
  void anUnknownSignerProvesNothingAndAForgedSignatureContradicts() {
    Certificate certificate = certificate();
    byte[] bytes = sign(certificate);
    CertificateTrust trust = gateway.trust();
    var nobody =
        new CertificateChecker(
            Gateway.SIGNATURES, new CertificateTrust(trust.log(), trust.blocks(), List.of()));
    assertUnproven(nobody.check(bytes), Why.SIGNER_UNKNOWN);

    byte[] forged = bytes.clone();
    forged[forged.length - 5] ^= 1;
    assertContradicted(gateway.auditor().check(forged), Where.SIGNATURE);

    var other = new CertificateTrust.Gateway("other.example", gateway.statements.key());
    var stranger =
        new CertificateChecker(
            Gateway.SIGNATURES, new CertificateTrust(trust.log(), trust.blocks(), List.of(other)));
    assertContradicted(stranger.check(bytes), Where.SIGNATURE);
  }

  @Test
  void theLogMustBeOneThatTheAuditorAccepts() {
    Certificate certificate = certificate();
    byte[] bytes = sign(certificate);
    CertificateTrust trust = gateway.trust();
    var noLog = new TrustPolicy(List.of(), List.of(), List.of(), TrustPolicy.NONE);
    var auditor =
        new CertificateChecker(
            Gateway.SIGNATURES, new CertificateTrust(noLog, trust.blocks(), trust.gateways()));
    assertUnproven(auditor.check(bytes), Why.CHECKPOINT_REFUSED);

    var otherLog =
        new Certificate(
            SCOPE,
            Gateway.ORIGIN,
            "other.example/log",
            "pump-7",
            at(70),
            certificate.report(),
            certificate.chains(),
            certificate.checkpoint());
    assertContradicted(check(otherLog), Where.CHECKPOINT);
  }

  @Test
  void aForgedHeadOfAKnownLogContradicts() {
    Certificate certificate = certificate();
    var grown = new Gateway();
    for (int i = 0; i < 6; i++) {
      var _ = grown.control.seal();
    }
    Note head = new Note(grown.head().text(), certificate.checkpoint().signatures());

    assertContradicted(check(with(certificate, certificate.chains(), head)), Where.CHECKPOINT);
  }

  @Test
  void blocksOfAKeyThatIsNotAdmittedProveNothing() {
    byte[] bytes = sign(certificate());
    CertificateTrust trust = gateway.trust();
    var auditor =
        new CertificateChecker(
            Gateway.SIGNATURES, new CertificateTrust(trust.log(), new KeyBook(), trust.gateways()));

    assertUnproven(auditor.check(bytes), Why.BLOCK_KEY_UNKNOWN);
  }

  @Test
  void aDevicesOwnChainIsShownUnbrokenBesideTheGateways() {
    var device = gateway.new Chain("pump-7", 5);
    var _ = device.seal();
    var _ =
        device.seal(new LedgerRecord(0, 0, 1L, at(15), null, 0, new Sample(SampleValue.of(1L))));
    roll(0, 60, heard(PUMP, 1));
    var shown = List.of(gateway.control.shown(0, 1, PUMP), device.shown(0, 2, 0));
    var certificate =
        new CertificateMaker(Gateway.ORIGIN, Gateway.LOG)
            .make(
                Scope.of(Scope.Way.SIGNED_BLOCKS),
                PUMP,
                "pump-7",
                at(0),
                at(60),
                at(70),
                shown,
                gateway.head());

    assertThat(check(certificate))
        .isInstanceOfSatisfying(
            Confirmed.class,
            confirmed -> {
              assertThat(confirmed.chains())
                  .contains(new CertificateVerdict.ChainWord("pump-7", device.id, 0, 1, 1, false));
              assertThat(confirmed.rests().get(0)).startsWith("From the device's own signed");
            });
  }

  @Test
  void aChainShownTwiceAndRollCallsInTwoChainsAreRefused() {
    Certificate certificate = certificate();
    ChainShown chain = certificate.chains().get(0);
    assertContradicted(
        check(with(certificate, List.of(chain, chain), certificate.checkpoint())), Where.CHAIN);

    var second = gateway.new Chain(Gateway.ORIGIN, 6);
    var _ = second.seal(gateway.record(0, at(60), call(0, 60, listening(PUMP))));
    var both = List.of(gateway.control.shown(0, 6, PUMP), second.shown(0, 1, PUMP));
    assertUnproven(check(made(both)), Why.TWO_ROLLS);
  }

  @Test
  void theMakerShowsWhatItStatesAndNoSamples() {
    Certificate certificate = certificate();
    long samples =
        certificate.chains().get(0).records().stream()
            .flatMap(shown -> shown.disclosure().records().stream())
            .map(bytes -> LedgerRecord.decode(bytes.bytes()))
            .filter(decoded -> decoded.toString().contains("Sample["))
            .count();

    assertThat(samples).isZero();
  }

  @Test
  void theSentenceFollowsFromWayAndQos() {
    assertThat(Scope.mqtt(0).sentence()).contains("QoS 0").contains("may drop");
    assertThat(Scope.mqtt(2).sentence())
        .isEqualTo("From this gateway's subscription on, QoS 2; loss before it is not covered.");
    assertThat(Scope.of(Scope.Way.SYSLOG_UDP).sentence()).contains("without a word");
    assertThatThrownBy(() -> Scope.of(Scope.Way.MQTT)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Scope(Scope.Way.HTTP, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theWayFollowsFromTheProtocolInTheDictionary() {
    assertThat(Scope.ofProtocol("syslog-tls", GrantedQos.UNKNOWN))
        .contains(Scope.of(Scope.Way.SYSLOG_TLS));
    assertThat(Scope.ofProtocol("syslog-udp", GrantedQos.UNKNOWN))
        .contains(Scope.of(Scope.Way.SYSLOG_UDP));
    assertThat(Scope.ofProtocol("http", GrantedQos.UNKNOWN)).contains(Scope.of(Scope.Way.HTTP));
    assertThat(Scope.ofProtocol("mqtt", new GrantedQos(1))).contains(Scope.mqtt(1));
    assertThat(Scope.ofProtocol("pigeon", GrantedQos.UNKNOWN)).isEmpty();
  }

  @Test
  void wordsThatAreNotThoseOfTheScopeAreRefused() throws SigningException {
    byte[] payload = certificate().encode();
    // QoS 1 becomes QoS 2 in the words alone.
    byte[] forged = payload.clone();
    forged[3 + SCOPE.sentence().indexOf('1')] = '2';
    var header =
        CoseHeader.of(CoseAlgorithm.EDDSA)
            .withContentType(CertificateCodec.CONTENT_TYPE)
            .withKeyId(CoseKey.thumbprint(gateway.statements.key()));
    var signer =
        new CoseSign1Signer(
            gateway.statements,
            header,
            CertificateCodec.EXTERNAL_AAD.getBytes(StandardCharsets.US_ASCII));

    assertThat(gateway.auditor().check(signer.sign(payload))).isInstanceOf(Confirmed.class);
    assertUnproven(gateway.auditor().check(signer.sign(forged)), Why.MALFORMED);
  }

  @Test
  void certificatesAndStatesSatisfyTheGrammar() throws IOException {
    Cddl grammar =
        Cddl.read(Vectors.root().resolve("docs/formats/continuity.cddl"))
            .and(Cddl.read(Vectors.root().resolve("docs/formats/block.cddl")));
    assertThat(grammar.fault("continuity-certificate", sign(certificate()))).isEmpty();
    var signed = Scope.of(Scope.Way.SIGNED_BLOCKS);
    Certificate one = certificate();
    var other =
        new Certificate(
            signed,
            one.gateway(),
            one.log(),
            one.name(),
            one.made(),
            withStretches(
                one.report(),
                List.of(
                    notStated(0, 10),
                    new Stretch.Unknown(at(10), at(20), new Stretch.Why.NotSubscribed()),
                    new Stretch.Unknown(at(20), at(60), new Stretch.Why.Pruned("p", at(90))))),
            one.chains(),
            one.checkpoint());
    assertThat(grammar.fault("continuity-certificate", sign(other))).isEmpty();

    var book = new ContinuityBook(ContinuityRules.DEFAULT);
    long leaf = 0;
    for (Gateway.Kept kept : gateway.control.kept) {
      int place = 0;
      for (LedgerRecord record : kept.records()) {
        assertThat(book.apply(leaf, place++, record)).isTrue();
      }
      leaf++;
    }
    assertThat(grammar.fault("continuity-book", book.encode())).isEmpty();
  }

  @Test
  void rubbishIsUnprovenAndNeverThrows() {
    var out = new CborWriter(16);
    out.array(0);
    for (byte[] bytes : List.of(new byte[0], new byte[] {(byte) 0xd2}, out.toByteArray())) {
      assertUnproven(gateway.auditor().check(bytes), Why.MALFORMED);
    }
  }
}
