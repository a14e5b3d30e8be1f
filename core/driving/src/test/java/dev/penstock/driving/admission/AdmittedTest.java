package dev.penstock.driving.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Target;
import dev.penstock.driving.Located;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AdmittedTest {
  private static final long MINUTE = 60_000_000_000L;

  private final Policy policy = new Policy();
  private final Admitted admitted =
      new Admitted(List.of(found("a"), new Located.Faulty("no such address"), found("c")), policy);

  private static Located found(String name) {
    return new Located.Found(new Target.Name(name), false);
  }

  private static final class Policy implements Admission {
    private final Set<Target> refused = new HashSet<>();
    private long revision;
    private int asked;

    @Override
    public Optional<Refusal> refusal(Located.Found point) {
      asked++;
      return refused.contains(point.target())
          ? Optional.of(new Refusal("rule 7"))
          : Optional.empty();
    }

    @Override
    public long revision() {
      return revision;
    }
  }

  @Test
  void nothingIsAdmittedBeforeItIsAskedFor() {
    assertThat(admitted.isDue(0)).isTrue();
    assertThat(admitted.isAdmitted(0)).isFalse();
    assertThat(admitted.isRefused(0)).isFalse();
    assertThat(admitted.admittedCount()).isZero();
  }

  /** Req: 62443-4-2 NDR 5.2, CR 2.1. */
  @Test
  void whatIsRefusedIsNotAdmitted() {
    boolean _ = policy.refused.add(new Target.Name("c"));
    assertThat(admitted.ask(0)).isTrue();
    assertThat(admitted.isAdmitted(0)).isTrue();
    assertThat(admitted.isAdmitted(2)).isFalse();
    assertThat(admitted.isRefused(2)).isTrue();
    assertThat(admitted.refusedCount()).isEqualTo(1);
    assertThat(admitted.firstRefusal()).contains(new Refusal("rule 7"));
  }

  @Test
  void whatThereCannotBeIsNeitherAskedForNorAdmitted() {
    assertThat(admitted.ask(0)).isTrue();
    assertThat(policy.asked).isEqualTo(2);
    assertThat(admitted.isAdmitted(1)).isFalse();
    assertThat(admitted.isRefused(1)).isFalse();
  }

  @Test
  void itIsAskedAgainEachMinuteAndWhenThePolicyIsAnother() {
    boolean _ = admitted.ask(5);
    assertThat(admitted.isDue(5 + MINUTE - 1)).isFalse();
    assertThat(admitted.isDue(5 + MINUTE)).isTrue();
    assertThat(admitted.dueNanos()).isEqualTo(5 + MINUTE);
    policy.revision++;
    assertThat(admitted.isDue(6)).isTrue();
    boolean _ = admitted.ask(6);
    assertThat(admitted.isDue(7)).isFalse();
  }

  @Test
  void onlyAnotherAnswerIsAChange() {
    assertThat(admitted.ask(0)).isTrue();
    assertThat(admitted.ask(1)).isFalse();
    boolean _ = policy.refused.add(new Target.Name("a"));
    assertThat(admitted.ask(2)).isTrue();
    assertThat(admitted.ask(3)).isFalse();
    policy.refused.clear();
    assertThat(admitted.ask(4)).isTrue();
    assertThat(admitted.isAdmitted(0)).isTrue();
    assertThat(admitted.firstRefusal()).isEmpty();
  }

  @Test
  void whereThereIsNoPolicyEverythingIsAdmitted() {
    var free = new Admitted(List.of(found("a")), Admission.ALL);
    assertThat(free.ask(0)).isTrue();
    assertThat(free.isAdmitted(0)).isTrue();
  }
}
