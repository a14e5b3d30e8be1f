package dev.penstock.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connections.protocol.SettingForm;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextsOfConnectionsTest {
  @Test
  void everyNumberIsReadAsItWasWritten() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 100_000)
        .holds(bits -> {
          double number = Double.longBitsToDouble(bits);
          if (Double.isFinite(number)) {
            assertThat(Decimals.parse(Decimals.text(number))).hasValue(number + 0.0);
          } else {
            assertThat(Decimals.parse(Double.toString(number))).isEmpty();
          }
        });
  }

  @Test
  void everyPeriodIsReadAsItWasWritten() {
    Property.forAll(Gen.longs(0, 86_400_000L))
        .holds(millis -> {
          Duration period = Duration.ofMillis(millis);
          assertThat(Periods.parse(Periods.text(period))).hasValue(period);
        });
    assertThat(Periods.text(Duration.ofMinutes(90))).isEqualTo("90 min");
    assertThat(Periods.parse("1.5 s")).isEmpty();
    assertThat(Periods.parse("10")).isEmpty();
  }

  @Test
  void aSelectionTakesAnyCharactersForAStar() {
    Selection selection = Selection.parse("plc-*/*/level*").orElseThrow();
    assertThat(selection.matches("plc-1", "basin/level 2")).isTrue();
    assertThat(selection.matches("plc-", "/level")).isTrue();
    assertThat(selection.matches("plc-1", "level")).isFalse();
    assertThat(selection.matches("rtu-1", "basin/level")).isFalse();
    assertThat(Selection.parse("plc-1").orElseThrow().matches("plc-1", "anything")).isTrue();
    assertThat(Selection.parse("")).isEmpty();
    assertThat(Selection.parse("PLC/a")).isEmpty();
    assertThat(Selection.parse("plc/")).isEmpty();
  }

  @Test
  void anEndpointHasAHostAndAPort() {
    assertThat(SettingForm.isEndpoint("10.0.0.1:502")).isTrue();
    assertThat(SettingForm.isEndpoint("[fd00::1]:502")).isTrue();
    assertThat(SettingForm.isEndpoint("plc-1.example:65535")).isTrue();
    assertThat(SettingForm.isEndpoint("plc:65536")).isFalse();
    assertThat(SettingForm.isEndpoint("plc:0")).isFalse();
    assertThat(SettingForm.isEndpoint("fd00::1:502")).isFalse();
    assertThat(SettingForm.isEndpoint("plc")).isFalse();
  }
}
