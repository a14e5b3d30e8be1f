package dev.penstock.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness from the command line down to the JSON line, on clocks that a test moves. */
class BenchCommandTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @TempDir private Path folder;
  private final FakeStopwatch stopwatch = new FakeStopwatch();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> calls = new ArrayList<>();
  private final List<String> endings = new ArrayList<>();
  private List<Contest> contests = List.of();
  private Optional<Settings> seen = Optional.empty();
  private Optional<IOException> failure = Optional.empty();

  private final Bench bench =
      new Bench() {
        @Override
        public String name() {
          return "thing";
        }

        @Override
        public String purpose() {
          return "things done";
        }

        @Override
        public List<Knob> knobs() {
          return List.of(new Knob("size_bytes", 128, "how large"));
        }

        @Override
        public List<Contest> contests(Settings settings) throws IOException {
          seen = Optional.of(settings);
          if (failure.isPresent() && failure.get() instanceof Unavailable) {
            throw failure.get();
          }
          Files.createDirectory(settings.folder().resolve("left"));
          Files.writeString(settings.folder().resolve("left/over"), "x");
          return contests;
        }

        @Override
        public Map<String, Object> conclude() throws IOException {
          endings.add("conclude after " + calls.size());
          if (failure.isPresent()) {
            throw failure.get();
          }
          return Map.of("sealed", 17L);
        }

        @Override
        public void end() {
          endings.add("end");
        }
      };

  @BeforeEach
  void setContest() {
    contests = List.of(new Contest("one", "things/s", side("P", 100), side("L", 200)));
  }

  /**
   * Does one count after another, the first for the warm-up, in one second and half a processor.
   */
  private Side side(String name, long... counts) {
    Iterator<Long> next = java.util.Arrays.stream(counts).iterator();
    return new Side() {
      private long count;

      @Override
      public Work run(Budget budget) {
        calls.add(name);
        count = next.hasNext() ? next.next() : count;
        while (!budget.isSpent()) {
          stopwatch.pass(0.25, 0.125);
        }
        return new Work(count, count, Map.of("p99_ms", count / 10.0));
      }

      @Override
      public void reset() {
        calls.add("reset " + name);
      }
    };
  }

  private int run(String... arguments) {
    var command =
        new BenchCommand(
                List.of(bench),
                stopwatch,
                (pattern, profilers) -> calls.add("jmh " + pattern + profilers))
            .commandLine();
    List<String> all = new ArrayList<>(List.of("--dir", folder.toString(), "--seconds", "1"));
    all.addAll(List.of(arguments));
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private JsonNode json() throws IOException {
    return JSON.readTree(out.toString().lines().toList().getLast());
  }

  @Test
  void limitAndProductTakeTurnsAfterAWarmUpThatDoesNotCount() {
    assertThat(run("thing", "--rounds", "3")).isZero();
    assertThat(calls.stream().filter(call -> !call.startsWith("reset")))
        .containsExactly("P", "L", "L", "P", "P", "L", "L", "P");
    for (int i = 0; i < calls.size(); i += 2) {
      assertThat(calls.get(i)).isEqualTo("reset " + calls.get(i + 1));
    }
  }

  @Test
  void whatCanOnlyBeToldOfAllRoundsStandsInTheLineToo() throws IOException {
    assertThat(run("thing", "--rounds", "1")).isZero();
    assertThat(calls).hasSize(8);
    assertThat(endings).containsExactly("conclude after 8", "end");
    assertThat(json().get("sealed").asLong()).isEqualTo(17);
  }

  @Test
  void aBenchWhoseProductDidNotDoItHasNoFigureAndIsEnded() {
    failure = Optional.of(new IOException("16 of 17 are sealed"));
    assertThat(run("thing", "--rounds", "1")).isEqualTo(3);
    assertThat(err.toString()).contains("16 of 17 are sealed");
    assertThat(out.toString()).isEmpty();
    assertThat(endings).containsExactly("conclude after 8", "end");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void somethingThatIsNotHereIsSaidInOneLine() {
    failure = Optional.of(new Unavailable("no mosquitto: install it"));
    assertThat(run("thing")).isEqualTo(2);
    assertThat(err.toString().lines()).containsExactly("penstock: no mosquitto: install it");
    assertThat(folder).isEmptyDirectory();
  }

  /** A side in a process of its own has its own processor time, and this process none of it. */
  @Test
  void processorTimeIsOfWhoDoesTheWork() throws IOException {
    long[] childNanos = {5_000_000_000L};
    Side child =
        new Side() {
          @Override
          public Work run(Budget budget) {
            stopwatch.pass(1, 0.25);
            childNanos[0] += 3_000_000_000L;
            return new Work(1_000, 1);
          }

          @Override
          public java.util.OptionalLong cpuNanos() {
            return java.util.OptionalLong.of(childNanos[0]);
          }
        };
    contests =
        List.of(
            new Contest(
                "cpu", "ns/thing", Contest.Figure.CPU, child, Optional.of(side("L", 1_000))));
    assertThat(run("thing", "--rounds", "3")).isZero();
    assertThat(json().get("value").asDouble()).isEqualTo(3e6);
    // Half a processor for a second, by side().
    assertThat(json().get("limit").asDouble()).isEqualTo(5e5);
    assertThat(json().get("cpu_ratio").asDouble()).isEqualTo(6);
    assertThat(json().get("cpu_cpu_s").asDouble()).isEqualTo(3);
  }

  @Test
  void fiveRoundsAreTheStandard() {
    assertThat(run("thing")).isZero();
    assertThat(calls.stream().filter("P"::equals)).hasSize(1 + 5);
  }

  @Test
  void theLastLineIsOneJsonObjectWithMediansAndTheirRatio() throws IOException {
    contests =
        List.of(
            new Contest(
                "one", "things/s", side("P", 9, 95, 100, 105), side("L", 9, 210, 200, 190)));
    assertThat(run("thing", "--rounds", "3")).isZero();
    JsonNode json = json();
    assertThat(json.get("bench").asText()).isEqualTo("thing");
    assertThat(json.get("value").asDouble()).isEqualTo(100);
    assertThat(json.get("unit").asText()).isEqualTo("things/s");
    assertThat(json.get("limit").asDouble()).isEqualTo(200);
    assertThat(json.get("ratio").asDouble()).isEqualTo(0.5);
    assertThat(json.has("reason")).isFalse();
    assertThat(json.get("one").asDouble()).isEqualTo(100);
    assertThat(json.get("one_limit").asDouble()).isEqualTo(200);
    assertThat(json.get("one_spread").asDouble()).isCloseTo(0.1, within(1e-9));
    assertThat(json.get("one_wall_s").asDouble()).isEqualTo(1);
    assertThat(json.get("one_cpu_s").asDouble()).isEqualTo(0.5);
    assertThat(json.get("one_cpu_ratio").asDouble()).isEqualTo(2);
    assertThat(json.get("p99_ms").asDouble()).isEqualTo(10);
  }

  @Test
  void theSettingsTheMachineAndTheJavaAreTold() throws IOException {
    assertThat(run("thing", "--rounds", "2", "--threads", "3", "--set", "size_bytes=64")).isZero();
    assertThat(json().get("settings").toString())
        .isEqualTo("{\"rounds\":2,\"seconds\":1,\"threads\":3,\"size_bytes\":64}");
    assertThat(json().get("machine").fieldNames())
        .toIterable()
        .contains("cpu", "cores", "ram_gib", "disk", "filesystem", "kernel", "load_before");
    assertThat(json().get("java").get("version").asText()).isEqualTo(Runtime.version().toString());
  }

  @Test
  void aWideSpreadOfTheProductIsNoResult() throws IOException {
    contests = List.of(new Contest("one", "things/s", side("P", 9, 80, 100, 110), side("L", 200)));
    assertThat(run("thing", "--rounds", "3")).isZero();
    for (String key : List.of("value", "limit", "ratio", "one", "one_limit", "one_cpu_ratio")) {
      assertThat(json().get(key).isNull()).as(key).isTrue();
    }
    assertThat(json().get("reason").asText()).contains("product of one spreads over 30 %");
    assertThat(out.toString()).contains("no result");
  }

  @Test
  void processorTimeThatIsSteadyIsToldEvenWhenTheRatesAreNot() throws IOException {
    Side shared =
        new Side() {
          private int round;

          @Override
          public Work run(Budget budget) {
            // Every other round this process gets half of the machine, so half as much is done.
            boolean isAlone = round++ % 2 == 0;
            stopwatch.pass(1, isAlone ? 0.5 : 0.25);
            return new Work(isAlone ? 100 : 50, 1);
          }
        };
    contests = List.of(new Contest("one", "things/s", shared, side("L", 200)));
    assertThat(run("thing", "--rounds", "4")).isZero();
    assertThat(json().get("one").isNull()).isTrue();
    assertThat(json().get("one_cpu_ratio").asDouble()).isEqualTo(2);
  }

  @Test
  void aWideSpreadOfTheLimitIsNoResultEither() throws IOException {
    contests = List.of(new Contest("one", "things/s", side("P", 100), side("L", 9, 160, 200, 210)));
    assertThat(run("thing", "--rounds", "3")).isZero();
    assertThat(json().get("value").isNull()).isTrue();
    assertThat(json().get("reason").asText()).contains("limit of one spreads over 25 %");
  }

  @Test
  void aSecondContestThatSpreadsLeavesTheHeadlineAlone() throws IOException {
    contests =
        List.of(
            new Contest("one", "things/s", side("P", 100), side("L", 200)),
            new Contest("two", "things/s", side("P", 9, 50, 100), side("L", 200)));
    assertThat(run("thing", "--rounds", "2")).isZero();
    assertThat(json().get("value").asDouble()).isEqualTo(100);
    assertThat(json().get("two").isNull()).isTrue();
    assertThat(json().get("reason").asText()).contains("two");
  }

  @Test
  void aGoalWithoutALimitHasNoRatio() throws IOException {
    contests = List.of(new Contest("one", "things/s", side("P", 100), Optional.empty()));
    assertThat(run("thing")).isZero();
    assertThat(json().get("value").asDouble()).isEqualTo(100);
    assertThat(json().get("limit").isNull()).isTrue();
    assertThat(json().get("ratio").isNull()).isTrue();
  }

  @Test
  void anAmountIsNotDividedByTime() throws IOException {
    Side slow =
        budget -> {
          stopwatch.pass(7, 7);
          return new Work(100, 100);
        };
    contests =
        List.of(
            new Contest("one", "bytes", Contest.Figure.AMOUNT, slow, Optional.of(side("L", 80))));
    assertThat(run("thing", "--rounds", "2")).isZero();
    assertThat(json().get("value").asDouble()).isEqualTo(100);
    assertThat(json().get("limit").asDouble()).isEqualTo(80);
    assertThat(json().get("ratio").asDouble()).isEqualTo(1.25);
  }

  @Test
  void aSideThatDidNothingIsAFailureAndNoFigure() {
    contests = List.of(new Contest("one", "things/s", side("P", 0), side("L", 200)));
    assertThat(run("thing")).isEqualTo(3);
    assertThat(err.toString()).contains("nothing to measure");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void theFolderOfTheRunIsOnTheDiskAskedForAndGoneAfterwards() {
    assertThat(run("thing")).isZero();
    assertThat(seen.orElseThrow().folder().getParent()).isEqualTo(folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theListShowsEachBenchWithItsKnobs() {
    assertThat(run("--list")).isZero();
    assertThat(out.toString().lines())
        .containsExactly("thing            things done", "    --set size_bytes=128  how large");
  }

  @Test
  void theHelpFitsOneScreen() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString().lines().toList())
        .hasSizeBetween(5, 40)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void whatCannotBeUsedIsOneLineAndExitTwo() {
    List<List<String>> lines =
        List.of(
            List.of(),
            List.of("nothing"),
            List.of("thing", "--rounds", "0"),
            List.of("thing", "--set", "unknown=1"),
            List.of("thing", "--set", "size_bytes=much"),
            List.of("thing", "surplus"));
    for (List<String> line : lines) {
      err.getBuffer().setLength(0);
      assertThat(run(line.toArray(String[]::new))).as(line.toString()).isEqualTo(2);
      assertThat(err.toString().lines()).as(line.toString()).hasSize(1);
    }
    assertThat(out.toString()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aPatternGoesToJmhWithItsProfilers() {
    assertThat(run("--jmh", "Hash", "--prof", "gc")).isZero();
    assertThat(calls).containsExactly("jmh Hash[gc]");
  }
}
