package dev.penstock.notices.send.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.notices.Errand;
import dev.penstock.notices.Notice;
import dev.penstock.notices.NoticeKey;
import dev.penstock.notices.NoticeKind;
import dev.penstock.notices.Occasion;
import dev.penstock.notices.Severity;
import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.Errands;
import dev.penstock.notices.send.TrustFiles;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MailTextTest {
  private static final MailOptions OPTIONS =
      new MailOptions(
          new Endpoint("127.0.0.1", 25),
          MailOptions.Security.PLAIN,
          TrustFiles.MACHINE,
          Optional.empty(),
          "notices@plant7.example",
          List.of("a@plant7.example", "b@plant7.example"),
          false,
          MailOptions.LIMIT_DEFAULT);
  private static final Instant NOW = Instant.parse("2026-03-01T06:05:09Z");
  private static final Pattern WORD = Pattern.compile("=\\?UTF-8\\?B\\?([A-Za-z0-9+/=]*)\\?=");

  private static String mail(String node, Errand errand) {
    return new String(MailText.of(node, OPTIONS, errand, NOW), StandardCharsets.US_ASCII);
  }

  /** What a reader makes of a subject, RFC 2047 §6.2. */
  private static String read(String subject) {
    String joined = subject.replaceAll("\\?=\r\n =\\?", "?==?");
    return WORD.matcher(joined)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8)));
  }

  @Test
  void theHeadersAreWhatReadersExpect() {
    assertThat(mail("plant7", Errands.raised()))
        .startsWith(
            """
            Date: Sun, 1 Mar 2026 06:05:09 +0000
            From: Penstock <notices@plant7.example>
            To: <a@plant7.example>,
             <b@plant7.example>
            Subject: Penstock plant7: source silent: plc7
            """
                .replace("\n", "\r\n"))
        .contains("\r\nAuto-Submitted: auto-generated\r\n", "\r\n\r\nquiet for 5 min\r\n");
  }

  @Test
  void aMailThatIsTriedAgainHasTheSameId() {
    Pattern id = Pattern.compile("Message-ID: <([0-9a-f]{32})@plant7.example>\r\n");
    var first = id.matcher(mail("plant7", Errands.raised()));
    var other = id.matcher(mail("plant8", Errands.raised()));
    assertThat(first.find()).isTrue();
    assertThat(other.find()).isTrue();
    assertThat(mail("plant7", Errands.raised())).contains(first.group(1));
    assertThat(first.group(1)).isNotEqualTo(other.group(1));
  }

  @Test
  void noWordsOfANoticeMakeALineOfTheirOwn() {
    Property.forAll(Gen.seeds())
        .cases(300, 20_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          String node = text(random, 30);
          String subject = NoticeKey.of(NoticeKind.TEST, text(random, 90)).subject();
          Errand errand = Errands.of(Occasion.RAISED, Severity.CRITICAL, subject, "quiet: = .");
          String mail = mail(node, errand);
          int end = mail.indexOf("\r\n\r\n");
          assertThat(mail.replace("\r\n", "")).doesNotContain("\r", "\n");
          assertThat(mail.chars().allMatch(c -> c < 127)).isTrue();
          assertThat(mail.lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(78);
          assertThat(
                  mail.substring(0, end)
                      .lines()
                      .filter(line -> !line.startsWith(" "))
                      .map(line -> line.replaceAll(":.*", "")))
              .containsExactly(
                  "Date",
                  "From",
                  "To",
                  "Subject",
                  "Message-ID",
                  "Auto-Submitted",
                  "Importance",
                  "MIME-Version",
                  "Content-Type",
                  "Content-Transfer-Encoding");
        });
  }

  private static String text(SplittableRandom random, int lengthMax) {
    var text = new StringBuilder();
    for (int i = random.nextInt(lengthMax); i > 0; i--) {
      switch (random.nextInt(5)) {
        case 0 -> text.append('\r').append('\n');
        case 1 -> text.appendCodePoint(0x1f600 + random.nextInt(50));
        case 2 -> text.append((char) (0xc0 + random.nextInt(64)));
        default -> text.append((char) (' ' + random.nextInt(95)));
      }
    }
    return text.toString();
  }

  @Test
  void aLongSubjectIsReadAsItWas() {
    for (String text :
        List.of(
            "Kühlmittelpumpe №7 schweigt, und zwar schon länger als üblich 😀😀😀",
            "=?x",
            "a".repeat(90))) {
      String subject = MailText.subject(text);
      assertThat(subject.lines()).allMatch(line -> line.strip().length() <= 75);
      assertThat(read(subject)).isEqualTo(text);
    }
  }

  @Test
  void aDotAloneDoesNotEndAMail() {
    assertThat(stuffed("a\r\n.\r\n..b\r\n.c")).isEqualTo("a\r\n..\r\n...b\r\n..c\r\n.\r\n");
    assertThat(stuffed(".\r\n")).isEqualTo("..\r\n.\r\n");
  }

  private static String stuffed(String mail) {
    return new String(
        MailSender.stuffed(mail.getBytes(StandardCharsets.US_ASCII)), StandardCharsets.US_ASCII);
  }

  @Test
  void linesAreQuotedAsRfc2045Says() {
    var out = new StringBuilder();
    MailText.quote(out, "a = b \n\tü\n" + "x".repeat(80));
    assertThat(out.toString())
        .isEqualTo(
            "a =3D b=20\r\n=09=C3=BC\r\n" + "x".repeat(75) + "=\r\n" + "x".repeat(5) + "\r\n");
  }

  @Test
  void whatIsOverSaysSo() {
    var notice =
        new Notice(NoticeKind.DISK_SHORT, "/", Severity.CRITICAL, "", NOW, Notice.State.CLEARED);
    var errand = new Errand(1, "one", Occasion.CLEARED, notice, NOW, 1);
    assertThat(mail("plant7", errand)).contains("Subject: Penstock plant7: over: disk short: /");
  }
}
