package dev.penstock.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.driving.LinkException;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.ReadPlan;
import dev.penstock.driving.Session;
import dev.penstock.framesmodbus.Response;
import dev.penstock.points.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several units behind one address, some of which do not answer.
 *
 * <p>Req: 62443-4-2 CR 7.1
 */
@Timeout(300)
class SilentUnitsTest {
  private final Drivers drivers = new Drivers();

  private static ScriptedDevice withDeadUnit(int dead) throws Exception {
    return new ScriptedDevice((frame, out) -> {
      if (frame.unit() != dead) {
        ScriptedDevice.good(frame, out);
      }
    });
  }

  private static List<PointSpec> threeOfEach(int units) {
    List<PointSpec> points = new ArrayList<>();
    for (int unit = 1; unit <= units; unit++) {
      for (int i = 0; i < 3; i++) {
        points.add(new PointSpec(unit + "/holding:" + 100 * i, "uint16"));
      }
    }
    return points;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void aDeadUnitAmongThirtyCostsOneLimitAndIsAskedLessOften(int underWayMax) throws Exception {
    try (var device = withDeadUnit(17);
        Session session = drivers.tcp(device.port(), underWayMax, Drivers.BRIEF).open()) {
      ReadPlan plan = session.plan(threeOfEach(30));
      assertThat(plan.requests()).isEqualTo(90);
      for (int reading = 0; reading < 50; reading++) {
        Told told = Told.of(session, plan);
        assertThat(told.values).hasSize(90);
        told.values.forEach((point, value) ->
            assertThat(value.quality())
                .isEqualTo(point / 3 == 16 ? Quality.NO_COMMUNICATION : Quality.GOOD));
        drivers.pass(Duration.ofSeconds(1));
      }
      // It costs a limit each time. Limits of 1 s: after 2 s, 4 s, 8 s ... it is asked again, in
      // 50 s five times.
      long asked = device.unitsAsked().stream().filter(unit -> unit == 17).count();
      assertThat(asked).isBetween(3L, underWayMax == 1 ? 7L : 10L);
    }
  }

  @Test
  void aUnitThatComesBackIsReadAgain() throws Exception {
    try (var device = withDeadUnit(2);
        Session session = drivers.tcp(device.port(), 1, Drivers.BRIEF).open()) {
      ReadPlan plan = session.plan(threeOfEach(2));
      assertThat(Told.of(session, plan).qualities()).contains(Quality.NO_COMMUNICATION);
      device.does(ScriptedDevice::good);
      assertThat(Told.of(session, plan).qualities()).contains(Quality.NO_COMMUNICATION);
      drivers.pass(Drivers.BRIEF.multipliedBy(2));
      assertThat(Told.of(session, plan).qualities()).containsOnly(Quality.GOOD);
    }
  }

  @Test
  void aDeadUnitIsAskedAtLeastOnceAMinute() throws Exception {
    try (var device = withDeadUnit(2);
        Session session = drivers.tcp(device.port(), 1, Drivers.BRIEF).open()) {
      ReadPlan plan = session.plan(Told.points("int16", "1/holding:0", "2/holding:0"));
      // From the sixth time on the doubled pause would be longer than a minute.
      for (int i = 0; i < 9; i++) {
        Told _ = Told.of(session, plan);
        drivers.pass(Duration.ofMinutes(1));
      }
      assertThat(device.unitsAsked().stream().filter(unit -> unit == 2).count()).isEqualTo(9);
    }
  }

  @Test
  void whenAllAreSilentTheLinkIsOver() throws Exception {
    try (var device = new ScriptedDevice(ScriptedDevice::good);
        Session session = drivers.tcp(device.port(), 1, Drivers.BRIEF).open()) {
      ReadPlan plan = session.plan(threeOfEach(3));
      assertThat(Told.of(session, plan).qualities()).containsOnly(Quality.GOOD);
      device.does((frame, out) -> {});
      assertThatThrownBy(() -> Told.of(session, plan))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("none of 3 units answers; unit 3: no answer within 1000 ms");
    }
  }

  @Test
  void aPlanOfADeadUnitAloneDoesNotEndTheLink() throws Exception {
    try (var device = withDeadUnit(2);
        Session session = drivers.tcp(device.port(), 1, Drivers.BRIEF).open()) {
      ReadPlan good = session.plan(Told.points("int16", "1/holding:7"));
      ReadPlan dead = session.plan(Told.points("int16", "2/holding:0", "2/holding:100"));
      assertThat(Told.of(session, good).qualities()).containsExactly(Quality.GOOD);
      assertThat(Told.of(session, dead).qualities()).containsOnly(Quality.NO_COMMUNICATION);
      // Whether the link is dead was found out by the unit that answers.
      assertThat(device.unitsAsked()).containsExactly(1, 2, 1);
      assertThat(Told.of(session, good).qualities()).containsExactly(Quality.GOOD);
    }
  }

  @Test
  void aDeadLinkIsFoundThoughThePlanHasOtherUnits() throws Exception {
    try (var device = new ScriptedDevice(ScriptedDevice::good);
        Session session = drivers.tcp(device.port(), 1, Drivers.BRIEF).open()) {
      ReadPlan often = session.plan(Told.points("int16", "1/holding:7"));
      ReadPlan seldom = session.plan(Told.points("int16", "2/holding:0"));
      assertThat(Told.of(session, seldom).qualities()).containsExactly(Quality.GOOD);
      assertThat(Told.of(session, often).qualities()).containsExactly(Quality.GOOD);
      device.does((frame, out) -> {});
      assertThatThrownBy(() -> Told.of(session, often)).isInstanceOf(LinkException.class);
    }
  }

  @Test
  void aGatewayThatAnswersForADeadUnitKeepsTheLink() throws Exception {
    try (var device =
            new ScriptedDevice((frame, out) ->
                out.write(ScriptedDevice.answer(frame, new Response.ExceptionResponse(3, 11))));
        Session session = drivers.tcp(device.port(), 1).open()) {
      ReadPlan plan = session.plan(threeOfEach(2));
      for (int i = 0; i < 3; i++) {
        assertThat(Told.of(session, plan).qualities()).containsOnly(Quality.NO_COMMUNICATION);
      }
      assertThat(device.unitsAsked()).containsExactly(1, 2);
    }
  }
}
