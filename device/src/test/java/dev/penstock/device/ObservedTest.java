package dev.penstock.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.device.software.SoftwareKey;
import dev.penstock.evidence.chain.ChainState;
import dev.penstock.evidence.chain.Finding;
import dev.penstock.evidence.chain.FindingReason;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to an honest device, core's observer accuses it of nothing. */
class ObservedTest {
  @TempDir private Path folder;

  private static boolean isAccusation(Finding finding, boolean isLossy) {
    return switch (finding.code()) {
      case DUPLICATE, REORDERED, SILENT, RESUMED -> false;
      case GAP, CLOSED_LATE -> !isLossy;
      // A key whose announcement was lost is not known until that comes again; after a reset it
      // may be known of the new chain only.
      case FOREIGN ->
          !isLossy
              || (finding.reason() != FindingReason.UNKNOWN_KEY
                  && finding.reason() != FindingReason.OTHER_CHAIN);
      case TAMPERED, FORK, REWRITE, INCONSISTENT, CLONE_SUSPECT, CLOCK_BACK -> true;
    };
  }

  @Test
  void anHonestDeviceIsNeverAccusedAndLosesNothingInSilence() throws IOException {
    var site = new Site(folder);
    List<SoftwareKey> keys = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path file = folder.resolve("next-" + i + ".key");
      keys.add(SoftwareKey.create(file, SoftwareKey.EDDSA, new SecureRandom()));
    }
    var seeds = new SplittableRandom(Seed.value());
    for (int i = 0; i < Deep.cases(12, 2_000); i++) {
      live(site.anew(), keys, seeds.split(), "life " + i + ", " + Seed.describe());
    }
  }

  private static void live(Site site, List<SoftwareKey> keys, SplittableRandom random, String which)
      throws IOException {
    var life = new HonestLife(site, keys, random);
    life.run(150);
    List<String> accusations =
        life.gateway.findings.stream()
            .filter(finding -> isAccusation(finding, life.isLossy()))
            .map(finding -> finding.code() + " " + finding.describe())
            .toList();
    assertThat(accusations).as(which).isEmpty();
    for (ChainState chain : life.gateway.chains()) {
      boolean isUnused = chain.head() < 0; // its state was lost before its first block was made
      assertThat(isUnused || chain.isWholeFrom(0)).as("%s: %s", which, chain).isTrue();
    }
    Set<Long> missing = new TreeSet<>(life.accepted);
    missing.removeAll(life.gateway.points);
    assertThat(life.excused).as(which).containsAll(missing);
    assertThat(life.gateway.sampleCount)
        .as("each once, " + which)
        .isEqualTo(life.gateway.points.size());
  }
}
