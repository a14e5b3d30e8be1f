package dev.penstock.conduit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The small texts of a policy: each thing has one spelling, and what means nothing is told. */
class TextsTest {
  private static <T> void spells(
      Function<String, Parsed<T>> parse, Function<T, String> text, String... texts) {
    for (String each : texts) {
      assertThat(parse.apply(each).toOptional().map(text)).as(each).contains(each);
    }
  }

  private static <T> void refuses(Function<String, Parsed<T>> parse, String... texts) {
    for (String each : texts) {
      assertThat(parse.apply(each))
          .as(each)
          .isInstanceOfSatisfying(
              Parsed.Bad.class, bad -> assertThat(bad.fault().text()).contains("; allowed: "));
    }
  }

  @Test
  void askersAreSpeltInOneWay() {
    spells(Who::parse, Who::text, "anyone", "known", "anonymous", "scada", "hmi-*", "CN=Å, O=b c");
    refuses(Who::parse, "", "*", "a*b", "**", " a", "a ", "a\u202eb", "a\nb", "x".repeat(256));
  }

  @Test
  void objectsAreSpeltInOneWay() {
    spells(
        Scope::parse,
        Scope::text,
        "any",
        "device",
        "unit 1 holding 100..120",
        "unit any coil any",
        "unit 1..8 db 0",
        "name ns=2;s=Pump",
        "name plant/+/a",
        "name plant/*",
        "name *",
        "name a*b");
    refuses(
        Scope::parse,
        "",
        "all",
        "holding 1",
        "unit 1 holding",
        "unit 1 holding 2..1",
        "unit 1 holding 01",
        "unit 1 holding 4294967296",
        "unit 1 holding -1",
        "unit 1 Holding 1",
        "unit 1  holding 1",
        "unit one holding 1",
        "name ",
        "name a**",
        "name " + "x".repeat(256));
  }

  @Test
  void rangesOfValuesAreSpeltInOneWay() {
    spells(
        ValueRange::parse,
        ValueRange::text,
        "0",
        "-1.5..20",
        "0.1..0.3",
        "-9007199254740991..9007199254740991",
        "0.000000001");
    refuses(
        ValueRange::parse, "", "..", "1..", "2..1", "1e3", "NaN", "9007199254740992", "+1", "01");
    assertThat(ValueRange.parse("1.50..2.0").toOptional().map(ValueRange::text)).contains("1.5..2");
    assertThat(ValueRange.parse("-0").toOptional()).isEqualTo(ValueRange.parse("0").toOptional());
  }

  /** Read as doubles the first is 9007199254740991, and would let that pass. */
  @Test
  void anEndThatWouldBeRoundedPastAWholeNumberIsRefused() {
    refuses(
        ValueRange::parse,
        "0..9007199254740990.6",
        "-4503599627370496.9..0",
        "4503599627370495.9999",
        "0.99999999..4503599627370496.9");
    spells(ValueRange::parse, ValueRange::text, "0..4503599627370495.5", "0.1..9007199254740990");
    assertThat(ValueRange.parse("0..9007199254740990.6"))
        .isInstanceOfSatisfying(
            Parsed.Bad.class, bad -> assertThat(bad.fault().text()).contains("15 digits"));
  }

  @Test
  void ratesAreSpeltInOneWay() {
    spells(Rate::parse, Rate::text, "1 per second", "10 per minute", "10000 per day");
    refuses(Rate::parse, "", "0 per day", "10001 per day", "1 per week", "1/day", "1  per day");
  }

  @Test
  void aRateIsNeverExceededByRounding() {
    for (Rate.Period period : List.of(Rate.Period.values())) {
      for (int count : List.of(1, 3, 7, 9_999)) {
        var rate = new Rate(count, period);
        long length = new Rate(1, period).intervalNanos();
        assertThat(rate.intervalNanos() * count).isBetween(length, length + count);
      }
    }
  }

  @Test
  void windowsAreSpeltInOneWay() {
    spells(
        Window::parse,
        Window::text,
        "daily 00:00..24:00",
        "mon..fri 06:00..18:00",
        "mon,wed..thu,sun 22:00..06:00",
        "sat..sun 08:30..12:15");
    refuses(
        Window::parse,
        "",
        "mon",
        "mon 06:00",
        "fri..mon 06:00..18:00",
        "mon 06:00..06:00",
        "mon 24:00..06:00",
        "mon 06:00..24:01",
        "mo 06:00..07:00",
        "mon, tue 06:00..07:00",
        "mon..tue..wed 06:00..07:00");
    assertThat(Window.parse("tue,mon 22:00..00:00").toOptional().map(Window::text))
        .contains("mon..tue 22:00..24:00");
  }
}
