package dev.penstock.cli.continuity;

import dev.penstock.cli.json.JsonText;
import dev.penstock.flow.continuity.Certificate;
import dev.penstock.flow.continuity.CertificateVerdict;
import dev.penstock.flow.continuity.ContinuityFinding;
import dev.penstock.flow.continuity.ContinuityReport;
import dev.penstock.flow.continuity.PlainWords;
import dev.penstock.flow.continuity.Stretch;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** Verdicts for a program: one JSON array, one object for each file. */
final class VerdictJson {
  private final PrintWriter out;
  private String before = "[";

  VerdictJson(PrintWriter out) {
    this.out = out;
  }

  void say(Path file, CertificateVerdict verdict) {
    out.print(before + "{\"file\":" + JsonText.of(file.toString()));
    before = ",";
    switch (verdict) {
      case CertificateVerdict.Confirmed confirmed -> out.print(members(confirmed));
      case CertificateVerdict.Contradicted(var where, var what) ->
          out.print(members("CONTRADICTED", where, what));
      case CertificateVerdict.Unproven(var why, var what) ->
          out.print(members("UNPROVEN", why, what));
    }
    out.print("}");
  }

  void end() {
    out.println("]");
  }

  private static String members(String verdict, Enum<?> code, String what) {
    return ",\"verdict\":"
        + JsonText.of(verdict)
        + ",\"code\":"
        + JsonText.of(code.name())
        + ",\"what\":"
        + JsonText.of(what);
  }

  private static String members(CertificateVerdict.Confirmed confirmed) {
    Certificate certificate = confirmed.certificate();
    ContinuityReport report = certificate.report();
    return ",\"verdict\":\"CONFIRMED\",\"code\":null,\"scope\":"
        + JsonText.of(certificate.scope().sentence())
        + ",\"gateway\":"
        + JsonText.of(certificate.gateway())
        + ",\"source\":"
        + JsonText.of(certificate.name())
        + ",\"from\":"
        + number(report.from())
        + ",\"to\":"
        + number(report.to())
        + ",\"made\":"
        + number(certificate.made())
        + ",\"log\":"
        + JsonText.of(confirmed.checkpoint().origin())
        + ",\"size\":"
        + number(confirmed.checkpoint().size())
        + ",\"root\":"
        + JsonText.of(confirmed.checkpoint().root().toString())
        + ",\"witnesses\":"
        + JsonText.array(confirmed.witnesses(), JsonText::of)
        + ",\"stretches\":"
        + JsonText.array(report.stretches(), VerdictJson::stretch)
        + ",\"findings\":"
        + JsonText.array(report.findings(), VerdictJson::finding)
        + ",\"findingsLeftOut\":"
        + number(report.findingsLeftOut())
        + ",\"restsOn\":"
        + JsonText.array(confirmed.rests(), JsonText::of);
  }

  private static String stretch(Stretch stretch) {
    long count =
        switch (stretch) {
          case Stretch.Heard heard -> heard.count();
          case Stretch.Deaf deaf -> deaf.count();
          case Stretch.Listening _, Stretch.Unknown _ -> 0;
        };
    return "{\"state\":"
        + JsonText.of(stretch.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        + ",\"from\":"
        + number(stretch.from())
        + ",\"to\":"
        + number(stretch.to())
        + ",\"count\":"
        + number(count)
        + ",\"words\":"
        + JsonText.of(PlainWords.of(stretch))
        + "}";
  }

  private static String finding(ContinuityFinding finding) {
    return "{\"kind\":"
        + JsonText.of(finding.kind().name())
        + ",\"code\":"
        + JsonText.of(finding.code())
        + ",\"from\":"
        + number(finding.from())
        + ",\"words\":"
        + JsonText.of(PlainWords.of(finding))
        + "}";
  }

  /** A string: times in ns do not fit the 53 bits that many readers have. */
  private static String number(long value) {
    return JsonText.of(Long.toString(value));
  }
}
