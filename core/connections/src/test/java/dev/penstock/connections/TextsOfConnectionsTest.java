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

  /** 2^53 + 1 would be read as 2^53, and 2^53 - 0.4 too. */
  @Test
  void aLimitIsTheNumberThatIsWrittenOrNone() {
    assertThat(Decimals.parseLimit("9007199254740993")).isEmpty();
    assertThat(Decimals.parseLimit("9007199254740991.6")).isEmpty();
    assertThat(Decimals.parseLimit("0.99999999999999999999")).isEmpty();
    assertThat(Decimals.parseLimit("-9223372036854775807")).isEmpty();
    assertThat(Decimals.parseLimit("9007199254740992")).hasValue(9007199254740992.0);
    assertThat(Decimals.parseLimit("3.14159265358979323846")).hasValue(Math.PI);
    assertThat(Decimals.parseLimit("a")).isEmpty();
    Property.forAll(Gen.seeds())
        .cases(2_000, 100_000)
        .holds(bits -> {
          double number = Double.longBitsToDouble(bits);
          if (Double.isFinite(number)) {
            assertThat(Decimals.parseLimit(Decimals.text(number))).hasValue(number + 0.0);
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
