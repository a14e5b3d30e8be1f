package dev.penstock.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.syslog.PeerNames.Name;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeerNamesTest {
  private final PeerNames names = new PeerNames("logs", new NamingLimits(2, 3));

  @Test
  void thePeerIsTheSourceAndHostAndProgramThePoint() {
    assertThat(names.name("plc7", "h", "a")).isEqualTo(new Name("plc7", "h/a", null));
    assertThat(names.name("plc7", null, null)).isEqualTo(new Name("plc7", "-/-", null));
    assertThat(names.name("plc7", "h", "/usr/sbin/cron"))
        .isEqualTo(new Name("plc7", "h//usr/sbin/cron", null));
  }

  @Test
  void beyondTheLimitsTheAddressStandsInTheRecord() {
    for (String app : List.of("a", "b", "c")) {
      assertThat(names.name("plc7", "h", app).isCollecting()).isFalse();
    }
    assertThat(names.name("plc7", "h", "d")).isEqualTo(new Name("plc7", "~other", "h/d"));
    assertThat(names.name("plc8", "h", "a")).isEqualTo(new Name("plc8", "~other", "h/a"));
    assertThat(names.name("plc9", "h", "a")).isEqualTo(new Name("logs", "~other", "plc9 h/a"));
    assertThat(names.unreadable("plc9")).isEqualTo(new Name("logs", "~unreadable", "plc9"));
    assertThat(names.unreadable("plc8")).isEqualTo(new Name("plc8", "~unreadable", null));
    assertThat(names.source("plc8")).isEqualTo("plc8");
    assertThat(names.source("plc9")).isNull();
  }

  /** Two pairs never share a point, and nobody speaks for the listener. */
  @Test
  void namesThatCouldBeTakenForOthersHaveNoPlace() {
    assertThat(names.name("plc7", "h/x", "a")).isEqualTo(new Name("plc7", "~other", "h/x/a"));
    assertThat(names.name("plc7", "~other", "a").point()).isEqualTo("~other");
    assertThat(names.name("logs", "h", "a")).isEqualTo(new Name("logs", "~other", "logs h/a"));
    assertThat(names.name("~udp/plc7", "h", "a").source()).isEqualTo("logs");
  }

  @Test
  void whateverTheNamesTheyFitRecordsAndTheLimitsHold() {
    Property.forAll(Gen.seeds())
        .cases(200, 20_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var any = new PeerNames("logs", new NamingLimits(3, 5));
          Set<String> sources = new HashSet<>();
          Set<String> points = new HashSet<>();
          for (int i = 0; i < 100; i++) {
            Name name = any.name("p" + random.nextInt(6), word(random), word(random));
            sources.add(name.source());
            if (!name.isCollecting()) {
              points.add(name.source() + " " + name.point());
            }
            assertThat(name.address() != null).isEqualTo(name.isCollecting());
            assertThat(name.point().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 255);
          }
          assertThat(sources).hasSizeLessThanOrEqualTo(4);
          assertThat(points).hasSizeLessThanOrEqualTo(5);
        });
  }

  private static String word(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> "~";
      case 1 -> "/";
      case 2 -> "x".repeat(1 + random.nextInt(255));
      default -> "h" + random.nextInt(3);
    };
  }
}
