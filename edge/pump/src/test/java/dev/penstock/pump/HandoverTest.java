package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.PointNames;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.SampleIntake;
import dev.penstock.flow.intake.Samples;
import dev.penstock.points.Measured;
import dev.penstock.points.Telling;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkitdriving.Ends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HandoverTest {
  private static final int BATCHES = 40;
  private static final int MANY = BATCHES * Samples.COUNT_MAX;

  private final FakeSampleIntake intake = new FakeSampleIntake();
  private final List<IntakeFinding> findings = new ArrayList<>();
  private final FakeClock clock = FakeClock.of();
  private volatile boolean isClosing;

  private Handover handover(SampleIntake to) {
    var names = new PointNames("field", "pump-1", List.of("p1"));
    return new Handover(names, to, findings::add, clock, clock::nanos, () -> isClosing);
  }

  private static void tell(Handover handover, int count) {
    for (int i = 0; i < count; i++) {
      handover.told(0, Measured.of(i, i), Telling.NO_TIME);
    }
  }

  @Test
  void everythingIsGivenInTheOrderInWhichItWasTold() {
    Handover handover = handover(intake);
    tell(handover, 10_000);
    assertThat(handover.give()).isTrue();
    assertThat(intake.take())
        .hasSize(10_000)
        .isSortedAccordingTo(
            (one, other) -> Long.compare(one.receivedTime(), other.receivedTime()));
    assertThat(handover.samples()).isEqualTo(10_000);
  }

  @Test
  void aDeviceThatTellsWithoutEndWaitsForTheIntake() throws Exception {
    intake.forget();
    intake.full(true);
    Handover handover = handover(intake);
    Thread teller =
        Thread.ofVirtual()
            .start(() -> {
              tell(handover, MANY);
              boolean _ = handover.give();
            });
    Ends.until("it waits", () -> intake.refusals() > 2);
    assertThat(intake.count()).isZero();
    intake.full(false);
    teller.join();
    assertThat(intake.count()).isEqualTo(MANY);
    assertThat(handover.unkept()).isZero();
  }

  @Test
  void atTheEndNobodyWaitsAndWhatIsLostIsCounted() {
    intake.forget();
    intake.full(true);
    isClosing = true;
    Handover handover = handover(intake);
    tell(handover, MANY);
    assertThat(handover.unkept()).as("no more is kept than a bound").isGreaterThan(MANY / 2);
    handover.end(Duration.ZERO);
    assertThat(handover.unkept()).isEqualTo(MANY);
    assertThat(handover.samples()).isZero();
  }

  @Test
  void whatTheIntakeRefusedForGoodIsCounted() {
    Handover handover =
        handover((_, receipt) -> {
          receipt.refused("the journal is full of what nobody may delete");
          return true;
        });
    tell(handover, 3);
    assertThat(handover.give()).isTrue();
    assertThat(handover.unkept()).isEqualTo(3);
  }

  @Test
  void aTimeThatNoRecordCanHaveIsNone() {
    List<Samples> given = new ArrayList<>();
    Handover handover =
        handover((samples, receipt) -> {
          assertThat(receipt).isNotEqualTo(Receipt.NONE);
          return given.add(samples);
        });
    handover.told(0, Measured.of(1, -5), -77);
    assertThat(handover.give()).isTrue();
    assertThat(given.getFirst().sourceTime(0)).isEqualTo(Samples.NO_TIME);
    assertThat(given.getFirst().receivedTime(0)).isZero();
  }

  @Test
  void aFindingThatFindsNoRoomIsToldLater() {
    intake.full(true);
    boolean[] isFull = {true};
    var names = new PointNames("field", "pump-1", List.of("p1"));
    var handover =
        new Handover(
            names,
            intake,
            finding -> !isFull[0] && findings.add(finding),
            clock,
            clock::nanos,
            () -> isClosing);
    tell(handover, 1);
    assertThat(handover.give()).isFalse();
    clock.advance(Duration.ofSeconds(5));
    intake.full(false);
    assertThat(handover.give()).isTrue();
    assertThat(findings).isEmpty();
    isFull[0] = false;
    assertThat(handover.give()).isTrue();
    assertThat(findings)
        .singleElement()
        .satisfies(finding -> assertThat(finding.text()).contains("5000 ms"));
    assertThat(handover.pauses()).isEqualTo(1);
    assertThat(handover.paused()).isEqualTo(Duration.ofSeconds(5));
  }
}
