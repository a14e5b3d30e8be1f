package dev.penstock.framessyslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.framessyslog.SyslogMessage.Form;
import dev.penstock.framessyslog.SyslogReading.Illegible;
import dev.penstock.framessyslog.SyslogReading.Legible;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderReaderTest {
  private static final List<String> SAMPLES =
      List.of(
          "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - BOM'su root' failed",
          "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time",
          "<165>1 2003-10-11T22:14:15.003Z host evntslog - ID47 [ex@32473 iut=\"3\" e=\"A\"][p@1] x",
          "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
          "<13>Nov  1 09:05:01 plc7 sched[0]: That's all",
          "<13>2026-11-21T09:05:01.5+01:00 plc7 app[12]: hello",
          "<0>nothing that anybody knows");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static SyslogMessage read(String text) {
    return switch (HeaderReader.read(bytes(text))) {
      case Legible(var message) -> message;
      case Illegible unreadable -> throw new AssertionError(text + ": " + unreadable);
    };
  }

  private static String text(String message) {
    byte[] all = bytes(message);
    int at = read(message).textAt();
    return new String(all, at, all.length - at, StandardCharsets.UTF_8);
  }

  private static SyslogMessage bsd(
      int priority,
      @Nullable Instant time,
      @Nullable String host,
      @Nullable String app,
      @Nullable String process,
      int textAt) {
    return new SyslogMessage(
        Form.BSD, priority / 8, priority % 8, time, host, app, process, null, textAt);
  }

  /** The examples of RFC 5424 §6.5. */
  @Test
  void messagesOfToday() {
    assertThat(read(SAMPLES.get(0)))
        .isEqualTo(
            new SyslogMessage(
                Form.RFC_5424,
                4,
                2,
                Instant.parse("2003-10-11T22:14:15.003Z"),
                "mymachine.example.com",
                "su",
                null,
                "ID47",
                SAMPLES.get(0).indexOf("BOM")));
    assertThat(read(SAMPLES.get(1)))
        .isEqualTo(
            new SyslogMessage(
                Form.RFC_5424,
                20,
                5,
                Instant.parse("2003-08-24T12:14:15.000003Z"),
                "192.0.2.1",
                "myproc",
                "8710",
                null,
                SAMPLES.get(1).indexOf("%%")));
    assertThat(text(SAMPLES.get(2))).isEqualTo("x");
  }

  @Test
  void aMessageThatSaysNothingAboutItselfIsOneAllTheSame() {
    assertThat(read("<191>1 - - - - - -"))
        .isEqualTo(new SyslogMessage(Form.RFC_5424, 23, 7, null, null, null, null, null, 18));
    assertThat(text("<0>1 - - - - - - ")).isEmpty();
  }

  @Test
  void theByteOrderMarkIsNoText() {
    assertThat(text("<0>1 - - - - - - \ufeffgrün")).isEqualTo("grün");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a]",
        "[a b=\"\"]",
        "[a@32473 b=\"c\" d=\"e\"][f]",
        "[a b=\"\\\"\\]\\\\\"]",
        "[a b=\"\\n]\"]",
        "[a b=\"grün\"]"
      })
  void structuredDataIsPassedOver(String data) {
    assertThat(text("<0>1 - - - - - " + data + " text")).isEqualTo("text");
    assertThat(text("<0>1 - - - - - " + data)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "<>1 - - - - - -",
        "<192>1 - - - - - -",
        "<0191>1 - - - - - -",
        "<-1>1 - - - - - -",
        "<1",
        "<1 >x",
        "<0>1 ",
        "<0>1 -",
        "<0>1 - - - - -",
        "<0>1 - - - - - x",
        "<0>1 - - - - -  -",
        "<0>1 - - - - - -x",
        "<0>1 - - - - - [",
        "<0>1 - - - - - []",
        "<0>1 - - - - - [a",
        "<0>1 - - - - - [a b]",
        "<0>1 - - - - - [a b=c]",
        "<0>1 - - - - - [a b=\"c]",
        "<0>1 - - - - - [a b=\"c\\",
        "<0>1 - - - - - [a b=\"c\\\"]",
        "<0>1 - - - - - [a  b=\"c\"]",
        "<0>1 - - - - - [a]x",
        "<0>1 2003-10-11T22:14:15 - - - - -",
        "<0>1 2003-10-11t22:14:15Z - - - - -",
        "<0>1 2003-10-11T22:14:15z - - - - -",
        "<0>1 2003-10-11T24:14:15Z - - - - -",
        "<0>1 2003-10-11T22:60:15Z - - - - -",
        "<0>1 2003-10-11T22:14:60Z - - - - -",
        "<0>1 2003-02-30T22:14:15Z - - - - -",
        "<0>1 2003-13-01T22:14:15Z - - - - -",
        "<0>1 2003-10-11T22:14:15.Z - - - - -",
        "<0>1 2003-10-11T22:14:15.0000001Z - - - - -",
        "<0>1 2003-10-11T22:14:15+24:00 - - - - -",
        "<0>1 2003-10-11T22:14:15+1:00 - - - - -",
        "<0>1 - gr\u00fcn - - - -",
      })
  void whatIsNoneIsRefused(String message) {
    assertThat(HeaderReader.read(bytes(message))).isInstanceOf(Illegible.class);
  }

  /** RFC 5424 §6: HOSTNAME, APP-NAME, PROCID and MSGID each have their longest. */
  @ParameterizedTest
  @CsvSource({"0, 255", "1, 48", "2, 128", "3, 32"})
  void aFieldThatIsLongerThanTheStandardHasItIsRefused(int field, int longest) {
    String[] fields = {"-", "-", "-", "-"};
    fields[field] = "a".repeat(longest);
    assertThat(read("<0>1 - " + String.join(" ", fields) + " -").form()).isEqualTo(Form.RFC_5424);
    fields[field] = "a".repeat(longest + 1);
    assertThat(HeaderReader.read(bytes("<0>1 - " + String.join(" ", fields) + " -")))
        .isInstanceOf(Illegible.class);
  }

  /** RFC 3164 §5.4, and what is seen besides. */
  @Test
  void olderMessages() {
    assertThat(read(SAMPLES.get(3)))
        .isEqualTo(bsd(34, null, "mymachine", "su", null, SAMPLES.get(3).indexOf("'su")));
    assertThat(read(SAMPLES.get(4)))
        .isEqualTo(bsd(13, null, "plc7", "sched", "0", SAMPLES.get(4).indexOf("That")));
    assertThat(read(SAMPLES.get(5)))
        .isEqualTo(
            bsd(
                13,
                Instant.parse("2026-11-21T08:05:01.5Z"),
                "plc7",
                "app",
                "12",
                SAMPLES.get(5).indexOf("hello")));
    assertThat(read("<0>Use the BFG!")).isEqualTo(bsd(0, null, null, null, null, 3));
    assertThat(read("<13>Nov 21 09:05:01 root: no host"))
        .isEqualTo(bsd(13, null, null, "root", null, 26));
    assertThat(read("<13>Nov 21 09:05:01.123 plc7 no tag here"))
        .isEqualTo(bsd(13, null, "plc7", null, null, 29));
    assertThat(read("<13>Nov 1 09:05:01 plc7 a: x"))
        .isEqualTo(bsd(13, null, "plc7", "a", null, 27));
    assertThat(read("<13>Nov 32 09:05:01 plc7 a: x")).isEqualTo(bsd(13, null, null, null, null, 4));
    assertThat(read("<189>29: *Nov 21 09:05:01: %SYS-5: x"))
        .isEqualTo(bsd(189, null, null, null, null, 5));
    assertThat(read("<13>Nov 21 09:05:01")).isEqualTo(bsd(13, null, null, null, null, 4));
    assertThat(read("<13>Nov 21 09:05:01 ")).isEqualTo(bsd(13, null, null, null, null, 20));
    assertThat(read("<13>Nov 21 09:05:01 h app[12: x"))
        .isEqualTo(bsd(13, null, "h", "app", null, 25));
    assertThat(read("<13>Nov 21 09:05:01 h " + "a".repeat(49) + ": x").app()).isNull();
    assertThat(read("<13>Nov 21 09:05:01 h " + "a".repeat(48) + ": x").app()).hasSize(48);
  }

  @Test
  void aPriorityIsFacilityAndSeverity() {
    assertThatThrownBy(() -> bsd(192, null, null, null, null, 0))
        .isInstanceOf(IllegalArgumentException.class);
    for (int priority = 0; priority <= 191; priority++) {
      SyslogMessage message = read("<" + priority + ">x");
      assertThat(message.facility() * 8 + message.severity()).isEqualTo(priority);
    }
  }

  @Test
  void noBytesMakeItThrowOrPointBehindTheirEnd() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 200_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] message = bytes(SAMPLES.get(random.nextInt(SAMPLES.size())));
          message = java.util.Arrays.copyOf(message, random.nextInt(message.length + 20));
          for (int i = random.nextInt(6); i > 0 && message.length > 0; i--) {
            message[random.nextInt(message.length)] = (byte) random.nextInt(256);
          }
          int end =
              switch (HeaderReader.read(message)) {
                case Legible(var read) -> read.textAt();
                case Illegible(var at, var reason) -> {
                  assertThat(reason).isNotEmpty();
                  yield at;
                }
              };
          assertThat(end).isBetween(0, message.length);
        });
  }

  @Test
  void whatIsWrittenAsTheStandardSaysIsReadTheSame() {
    Property.forAll(Gen.seeds())
        .cases(500, 50_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          Instant time =
              Instant.ofEpochSecond(
                  random.nextLong(4_000_000_000L), random.nextInt(1_000_000) * 1_000L);
          String host = word(random, 255);
          String app = word(random, 48);
          String process = word(random, 128);
          String id = word(random, 32);
          int priority = random.nextInt(192);
          String head =
              "<%d>1 %s %s %s %s %s [x@1 y=\"z\"] "
                  .formatted(priority, time, host, app, process, id);
          assertThat(read(head + "text"))
              .isEqualTo(
                  new SyslogMessage(
                      Form.RFC_5424,
                      priority / 8,
                      priority % 8,
                      time,
                      host,
                      app,
                      process,
                      id,
                      head.length()));
        });
  }

  /** Never a single dash, which would say that it is not said. */
  private static String word(SplittableRandom random, int charsMax) {
    var word = new StringBuilder("w");
    for (int i = random.nextInt(charsMax); i > 0; i--) {
      word.append((char) random.nextInt('!', 0x7f));
    }
    return word.toString();
  }
}
