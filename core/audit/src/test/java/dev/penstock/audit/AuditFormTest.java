package dev.penstock.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import dev.penstock.json.Json;
import dev.penstock.json.JsonLimits;
import dev.penstock.json.JsonReader;
import dev.penstock.json.JsonReading;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Req: 62443-4-2 CR 6.1 */
final class AuditFormTest {
  private static final AuditRow ROW =
      Rows.row(Rows.access(Rows.ANNA, "evidence.export", "bundle 7", Access.Outcome.GRANTED));

  @Test
  void cefNamesWhoDidWhatAndHowItEnded() {
    assertThat(text(AuditForm.CEF, ROW))
        .isEqualTo(
            "CEF:0|Penstock|Penstock|0.1.0|evidence.export|evidence.export granted|3"
                + "|rt=1772600767000 act=evidence.export outcome=granted"
                + " suid=000000000000000000000000000000a1 suser=anna msg=bundle 7"
                + " cs1Label=origin cs1=192.0.2.7 cs2Label=session"
                + " cs2=00000000000000000000000000000001 externalId=12.0"
                + " cs3Label=details cs3=way\\=passkey\n");
  }

  @Test
  void syslogCarriesTheSameAsALogAudit() {
    assertThat(text(AuditForm.SYSLOG, ROW))
        .startsWith("<110>1 2026-03-04T05:06:07.000000Z gw-1 penstock - access - CEF:0|")
        .endsWith("\n");
  }

  @Test
  void jsonHasAllOfItWithTheExactTime() {
    assertThat(read(text(AuditForm.JSON, ROW)).fields())
        .containsEntry("time", Json.of("2026-03-04T05:06:07.000000089Z"))
        .containsEntry("person", Json.of("000000000000000000000000000000a1"))
        .containsEntry("personName", Json.of("anna"))
        .containsEntry("place", Json.of("12.0"))
        .containsEntry("outcome", Json.of("granted"))
        .containsEntry("details", new Json.Object(Map.of("way", Json.of("passkey"))));
  }

  @Test
  void nobodyIsLeftOutRatherThanCalledSomething() {
    var nobody =
        new AuditRow(
            "1.0",
            ROW.time(),
            new Access(null, "session.start", "", Access.Outcome.REFUSED, null, null, Details.NONE),
            Optional.empty());
    assertThat(text(AuditForm.CEF, nobody)).doesNotContain("suid", "suser", "cs2", "cs3");
    assertThat(read(text(AuditForm.JSON, nobody)).fields())
        .doesNotContainKeys("person", "personName", "session", "origin");
  }

  @Test
  void aTextCannotForgeAFieldOrALine() {
    String evil = "x\nCEF:0|a|b suser=root|outcome=granted \\ \r\n \u2028 end";
    AuditRow row = Rows.row(Rows.access(Rows.ANNA, "a|b\\c", evil, Access.Outcome.REFUSED));
    String cef = text(AuditForm.CEF, row);
    assertThat(cef).contains("|a\\|b\\\\c|").contains("suser\\=root|outcome\\=granted \\\\ \\n");
    assertThat(cef.lines()).hasSize(1);
    assertThat(text(AuditForm.SYSLOG, row).lines()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(AuditForm.class)
  void whateverTheTextsAreALineIsOneLine(AuditForm form) {
    Property.forAll(Gen.lists(Gen.ints(0, 0xd7ff), 0, 40))
        .holds(points -> {
          String object = points.stream().map(Character::toString).collect(Collectors.joining());
          AuditRow row =
              Rows.row(Rows.access(Rows.ANNA, "some.action", object, Access.Outcome.FAILED));
          byte[] line = form.line(row, Rows.WRITER);
          int ends = 0;
          for (byte each : line) {
            ends += each == '\n' || each == '\r' ? 1 : 0;
          }
          assertThat(ends).isEqualTo(1);
          assertThat(line[line.length - 1]).isEqualTo((byte) '\n');
        });
  }

  @Test
  void aHostWithASpaceIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new AuditForm.Writer("1", "a b"));
  }

  private static String text(AuditForm form, AuditRow row) {
    return new String(form.line(row, Rows.WRITER), UTF_8);
  }

  private static Json.Object read(String line) {
    return JsonReader.read(line.strip().getBytes(UTF_8), JsonLimits.REQUEST)
            instanceof JsonReading.Value(Json.Object object)
        ? object
        : new Json.Object(Map.of());
  }
}
