package dev.penstock.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.clock.KernelClock;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.crypto.ProviderChoice;
import dev.penstock.node.CertificateSummary;
import dev.penstock.node.VaultSummary;
import dev.penstock.signature.SignatureAlgorithm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final Path DATA = Path.of("data");

  private final StringWriter out = new StringWriter();

  private record Fixed(String name, Finding finding) implements Check {
    @Override
    public Finding look(Path data) {
      return finding;
    }
  }

  private int doctor(Finding... findings) {
    List<Check> checks =
        List.of(findings).stream().<Check>map(finding -> new Fixed("thing", finding)).toList();
    return new CommandLine(new DoctorCommand(checks)).setOut(new PrintWriter(out)).execute();
  }

  @Test
  void aNoticeIsToldAndIsNoReasonToStop() {
    assertThat(doctor(new Finding.Good("g"), new Finding.Notice("seen", "do this")))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines())
        .containsExactly("ok      thing          g", "notice  thing          seen: do this");
  }

  @Test
  void oneBadFindingMakesTheAnswerNoAndTheOthersAreStillTold() {
    assertThat(doctor(new Finding.Bad("seen", "do this"), new Finding.Good("g")))
        .isEqualTo(ExitCode.NO);
    assertThat(out.toString().lines())
        .containsExactly("BAD     thing          seen: do this", "ok      thing          g");
  }

  @Test
  void eachCheckIsGivenTheDataFolder() {
    Check tellsFolder =
        new Check() {
          @Override
          public String name() {
            return "folder";
          }

          @Override
          public Finding look(Path data) {
            return new Finding.Good(data.toString());
          }
        };
    int exitCode =
        new CommandLine(new DoctorCommand(List.of(tellsFolder)))
            .setOut(new PrintWriter(out))
            .execute("--data", "elsewhere");
    assertThat(exitCode).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("elsewhere");
  }

  @Test
  void aJavaBeforeTwentyFiveIsBad() {
    assertThat(new JdkCheck(24, "24.0.2").look(DATA)).isInstanceOf(Finding.Bad.class);
    assertThat(new JdkCheck(25, "25.0.3").look(DATA)).isEqualTo(new Finding.Good("25.0.3"));
  }

  @Test
  void nativeAccessThatIsOffIsBad() {
    assertThat(new NativeAccessCheck(false).look(DATA)).isInstanceOf(Finding.Bad.class);
    assertThat(new NativeAccessCheck(true).look(DATA)).isInstanceOf(Finding.Good.class);
  }

  @Test
  void theProviderOfEachAlgorithmIsTold() {
    var slow = new ProviderChoice.PassedOver("Fast", "not made for this machine");
    assertThat(signatures(List.of()))
        .isEqualTo(new Finding.Good("ED25519, ML_DSA_44 by JDK 25; self-tests passed"));
    assertThat(signatures(List.of(slow)))
        .isEqualTo(
            new Finding.Notice(
                "ED25519, ML_DSA_44 by JDK 25; self-tests passed",
                "slower than it could be, without Fast (not made for this machine)"));
    var nothing =
        new SignaturesCheck(() -> {
          throw new NoProviderException(SignatureAlgorithm.ED25519, List.of(slow));
        });
    assertThat(nothing.look(DATA)).isInstanceOf(Finding.Bad.class);
  }

  private static Finding signatures(List<ProviderChoice.PassedOver> passedOver) {
    return new SignaturesCheck(() ->
        List.of(
            new ProviderChoice(SignatureAlgorithm.ED25519, "JDK", "25", passedOver),
            new ProviderChoice(SignatureAlgorithm.ML_DSA_44, "JDK", "25", List.of())))
        .look(DATA);
  }

  @Test
  void freeDiskHasAFloorAndAWish() {
    assertThat(disk(DiskCheck.FREE_BYTES_MIN - 1)).isInstanceOf(Finding.Bad.class);
    assertThat(disk(DiskCheck.FREE_BYTES_MIN)).isInstanceOf(Finding.Notice.class);
    assertThat(disk(DiskCheck.FREE_BYTES_WANTED - 1)).isInstanceOf(Finding.Notice.class);
    assertThat(disk(DiskCheck.FREE_BYTES_WANTED)).isInstanceOf(Finding.Good.class);
  }

  private static Finding disk(long freeBytes) {
    return new DiskCheck(existing -> freeBytes).look(DATA);
  }

  @Test
  void aFolderThatDoesNotExistYetIsJudgedByItsNearestParent(@TempDir Path folder) {
    var asked = new StringBuilder();
    Finding finding =
        new DiskCheck(
                existing -> {
                  asked.append(existing);
                  return Long.MAX_VALUE;
                })
            .look(folder.resolve("not/yet/there"));
    assertThat(finding).isInstanceOf(Finding.Good.class);
    assertThat(asked.toString()).isEqualTo(folder.toString());
  }

  @Test
  void aDiskThatCannotBeAskedIsBad() {
    var check =
        new DiskCheck(existing -> {
          throw new IOException("stale handle");
        });
    assertThat(check.look(DATA))
        .isInstanceOfSatisfying(
            Finding.Bad.class, bad -> assertThat(bad.seen()).contains("stale handle"));
  }

  @Test
  void aClockBeforeTheReleaseIsBadWhateverTheKernelSays() {
    assertThat(clock(NOW.plusSeconds(1), synchronizedTo(5))).isInstanceOf(Finding.Bad.class);
  }

  @Test
  void aSynchronizedClockIsGoodAndTellsItsError() {
    assertThat(clock(NOW, synchronizedTo(5)))
        .isEqualTo(new Finding.Good(NOW + ", synchronized, at most 5 ms off"));
  }

  @Test
  void aClockThatNobodyDisciplinesIsANotice() {
    var freeRunning = Optional.of(new KernelClock.State(false, Duration.ofSeconds(16)));
    assertThat(clock(NOW, freeRunning))
        .isInstanceOfSatisfying(
            Finding.Notice.class, n -> assertThat(n.seen()).endsWith("not synchronized"));
    assertThat(clock(NOW, Optional.empty()))
        .isInstanceOfSatisfying(
            Finding.Notice.class, n -> assertThat(n.seen()).contains("does not tell"));
  }

  private static Finding clock(Instant built, Optional<KernelClock.State> state) {
    return new ClockCheck(InstantSource.fixed(NOW), () -> state, built).look(DATA);
  }

  private static Optional<KernelClock.State> synchronizedTo(long errorMaxMs) {
    return Optional.of(new KernelClock.State(true, Duration.ofMillis(errorMaxMs)));
  }

  @Test
  void theKernelsAnswerIsReadFromTheRightPlaces() {
    // The kernel caps its estimate at NTP_PHASE_LIMIT, 16 s, so garbage would show.
    assertThat(KernelClock.ofThisMachine().state().stream())
        .allSatisfy(
            state -> assertThat(state.errorMax()).isBetween(Duration.ZERO, Duration.ofSeconds(16)));
  }

  @Test
  void certificatesAreNamedBeforeTheyEnd() {
    Instant far = NOW.plus(Duration.ofDays(3_000));
    Optional<Instant> fresh = Optional.of(NOW.plus(Duration.ofDays(60)));
    Optional<Instant> overdue = Optional.of(NOW.plus(Duration.ofDays(5)));
    assertThat(CertificatesCheck.of(new CertificateSummary("00", far, fresh), NOW))
        .isInstanceOf(Finding.Good.class);
    assertThat(CertificatesCheck.of(new CertificateSummary("00", far, overdue), NOW))
        .isInstanceOf(Finding.Notice.class);
    assertThat(
            CertificatesCheck.of(
                new CertificateSummary("00", NOW.plus(Duration.ofDays(300)), fresh), NOW))
        .isInstanceOf(Finding.Notice.class);
    assertThat(CertificatesCheck.of(new CertificateSummary("00", NOW, fresh), NOW))
        .isInstanceOf(Finding.Bad.class);
    assertThat(new CertificatesCheck(() -> NOW).look(Path.of("nowhere")))
        .isInstanceOf(Finding.Good.class);
  }

  @Test
  void aVaultIsNamedBeforeItIsFull() {
    assertThat(VaultCheck.of(new VaultSummary(79, 100))).isInstanceOf(Finding.Good.class);
    assertThat(VaultCheck.of(new VaultSummary(80, 100))).isInstanceOf(Finding.Notice.class);
    assertThat(VaultCheck.of(new VaultSummary(100, 100))).isInstanceOf(Finding.Bad.class);
    assertThat(new VaultCheck().look(Path.of("nowhere"))).isInstanceOf(Finding.Good.class);
  }
}
