package dev.penstock.bench.conduit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Settings;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConduitBenchTest {
  private static List<Contest> contests(long zones, long rules, long requests) throws IOException {
    Map<String, Long> knobs = Map.of("zones", zones, "rules", rules, "requests", requests);
    return new ConduitBench().contests(new Settings(1, 1, 1, Path.of("unused"), knobs));
  }

  @Test
  void oneRegisterAndAWholeRequestAreMeasuredBesideALookup() throws IOException {
    List<Contest> contests = contests(10, 100, 500);
    assertThat(contests).extracting(Contest::name).containsExactly("one", "wide");
    assertThat(contests).allSatisfy(each -> assertThat(each.limit()).isPresent());
  }

  /** It would measure how fast the same answer is given again and again. */
  @Test
  void requestsThatMeetOnlyOneAnswerAreNoBench() {
    assertThatIOException().isThrownBy(() -> contests(10, 100, 1)).withMessageContaining("no");
  }

  @Test
  void aSiteHasAsManyZonesAndRulesAsAskedFor() {
    Policy policy = new SitePolicy(200, 2_000).policy();
    assertThat(policy.channels()).hasSize(200);
    assertThat(policy.channels()).allSatisfy(each -> assertThat(each.rules()).hasSize(10));
    assertThatIllegalArgumentException().isThrownBy(() -> new SitePolicy(1, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> new SitePolicy(20, 10));
  }

  @Test
  void theSameRequestsComeEachTimeReadsAndWrites() {
    var site = new SitePolicy(20, 200);
    List<Request> requests = site.requests(200, 123);
    assertThat(requests).isEqualTo(site.requests(200, 123));
    assertThat(requests)
        .extracting(Request::operation)
        .contains(Operation.READ, Operation.WRITE)
        .doesNotContain(Operation.UNKNOWN);
  }
}
