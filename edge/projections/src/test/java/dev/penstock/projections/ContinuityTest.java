package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.chain.KeyBook;
import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.continuity.Certificate;
import dev.penstock.flow.continuity.CertificateChecker;
import dev.penstock.flow.continuity.CertificateTrust;
import dev.penstock.flow.continuity.CertificateVerdict;
import dev.penstock.flow.continuity.ContinuityReport;
import dev.penstock.flow.continuity.ReportBuilder;
import dev.penstock.flow.continuity.Scope;
import dev.penstock.flow.index.IndexedContinuity;
import dev.penstock.flow.query.SealedContinuity.Certifying;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContinuityTest {
  private static IndexedContinuity continuity(TestGateway gateway, SqliteIndex index) {
    return new IndexedContinuity(
        gateway.evidence(),
        index,
        new IndexedContinuity.Certifier(
            TestGateway.ORIGIN,
            Optional.of(gateway.statements),
            _ -> Optional.of(Scope.mqtt(1)),
            gateway.clock));
  }

  /** A gateway that hears, is deaf, starts again, and says all of it; sealed in small blocks. */
  private static void live(TestGateway gateway, SplittableRandom random, int steps) {
    long called = gateway.now();
    long silentSince = 0;
    for (int step = 0; step < steps; step++) {
      gateway.pass(Duration.ofSeconds(1 + random.nextInt(20)));
      long now = gateway.now();
      switch (random.nextInt(9)) {
        case 0 -> {
          var boot = new Boot(step, "penstock", Boot.Before.CRASH, null, Details.NONE);
          gateway.pass(Duration.ofMinutes(random.nextInt(200)));
          var _ = gateway.record(0, null, boot);
        }
        case 1 -> {
          silentSince = now;
          var _ = gateway.record(1, null, finding("SILENT", silentSince));
        }
        case 2 -> {
          var _ = gateway.record(1, null, finding("RESUMED", silentSince));
        }
        case 3 -> {
          var _ = gateway.record(random.nextInt(3), null, gap(random, now, null));
        }
        case 4 -> {
          var _ = gateway.record(random.nextInt(3), null, gap(random, now, now));
        }
        case 5 -> gateway.sample(1, 0, step);
        default -> {
          var state = List.of(RollCall.State.values()).get(random.nextInt(3));
          long count = state == RollCall.State.HEARD ? 5 : 0;
          Long since = state == RollCall.State.DEAF ? (Long) called : null;
          var run = new RollCall.Run(1, 2, state, count, since);
          var _ = gateway.record(0, null, new RollCall(called, now, List.of(run)));
          called = now;
        }
      }
      if (random.nextInt(3) == 0) {
        gateway.seal();
      }
    }
    gateway.seal();
  }

  private static FindingMade finding(String code, long since) {
    return new FindingMade(
        code, null, null, null, null, since, 1, List.of(), null, "as it is", Details.NONE);
  }

  private static RecordValue gap(SplittableRandom random, long now, Long to) {
    Long from = random.nextInt(3) == 0 ? null : (Long) (now - random.nextLong(5) * 10_000_000_000L);
    Long first = random.nextBoolean() ? null : (Long) (long) random.nextInt(2);
    var cause = random.nextBoolean() ? Gap.Cause.DEAF : Gap.Cause.UNANCHORED;
    var scope = random.nextBoolean() ? Gap.Scope.RECORDS_OF_SOURCE : Gap.Scope.JOURNAL_POSITIONS;
    return new Gap(cause, scope, first, null, null, from, to, null, null, null, Details.NONE);
  }

  /** The same report as from every record there is: the plain model. */
  @Test
  void aReportIsTheSameAsFromEveryRecord(@TempDir Path folder) {
    var number = new int[1];
    Property.forAll(Gen.seeds())
        .cases(6, 100)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          try (var gateway = new TestGateway();
              var index = SqliteIndex.open(folder.resolve(number[0]++ + ".db"))) {
            live(gateway, random, 60);
            gateway.follow(index);
            live(gateway, random, 60);
            gateway.follow(index);
            var continuity = continuity(gateway, index);
            for (int i = 0; i < 20; i++) {
              long from = TestGateway.START + random.nextLong(gateway.now() - TestGateway.START);
              long to = from + 1 + random.nextLong(3_000) * TestGateway.SECOND;
              long source = random.nextInt(3);
              var model = new ReportBuilder(source, from, to);
              gateway.allAsSealed().forEach(model::take);
              ContinuityReport report = continuity.report(source, from, to);
              assertThat(report)
                  .as("source %d from %d to %d", source, from, to)
                  .isEqualTo(model.report());
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void anAuditorConfirmsACertificate(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway();
        var index = SqliteIndex.open(folder.resolve("projections.db"))) {
      gateway.name(1, "pump", "flow");
      long called = gateway.now();
      for (int i = 0; i < 12; i++) {
        for (int sample = 0; sample < 5; sample++) {
          gateway.sample(1, 0, sample);
          gateway.pass(Duration.ofSeconds(2));
          gateway.seal();
        }
        var run = new RollCall.Run(1, 1, RollCall.State.HEARD, 5, null);
        var _ = gateway.record(0, null, new RollCall(called, gateway.now(), List.of(run)));
        called = gateway.now();
      }
      gateway.seal();
      gateway.follow(index);
      var continuity = continuity(gateway, index);
      long from = TestGateway.START + 20 * TestGateway.SECOND;
      long to = TestGateway.START + 60 * TestGateway.SECOND;
      assertThat(continuity.certify(1, from, to))
          .as("not published")
          .isInstanceOf(Certifying.Impossible.class);
      gateway.publish();
      assertThat(continuity.certify(9, from, to))
          .as("nobody")
          .isInstanceOf(Certifying.Impossible.class);
      var made = (Certifying.Made) continuity.certify(1, from, to);
      var received =
          ((Decoded.Value<Certificate.Received>) Certificate.decode(made.certificate().bytes()))
              .value();
      assertThat(received.certificate().report().heardCount()).isEqualTo(20);
      assertThat(received.certificate().report().isListeningThroughout()).isTrue();
      CertificateVerdict verdict =
          new CertificateChecker(TestGateway.SIGNATURES, trust(gateway, received))
              .check(made.certificate().bytes());
      assertThat(verdict).isInstanceOf(CertificateVerdict.Confirmed.class);
    }
  }

  private static CertificateTrust trust(TestGateway gateway, Certificate.Received received) {
    var keys = new KeyBook();
    received
        .certificate()
        .chains()
        .forEach(chain -> {
          var block = (Decoded.Value<Block>) Block.decode(chain.blocks().getFirst().bytes());
          keys.admit(gateway.blocks.key(), TestGateway.ORIGIN, block.value().header().chain(), 0);
        });
    var policy =
        new TrustPolicy(
            List.of(new TrustPolicy.Log(gateway.logSigner.key(), Optional.empty())),
            List.of(),
            List.of(),
            TrustPolicy.NONE);
    return new CertificateTrust(
        policy,
        keys,
        List.of(new CertificateTrust.Gateway(TestGateway.ORIGIN, gateway.statements.key())));
  }
}
