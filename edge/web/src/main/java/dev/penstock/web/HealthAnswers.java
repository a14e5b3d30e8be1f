package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What whoever looks after a node needs of it beside its state: its certificates, and one file for
 * those who help from outside. The file holds what is counted and what is wrong; no settings, no
 * names of people, no records, no secret.
 */
final class HealthAnswers {
  private static final String ZIP = "application/zip";

  private final Front front;
  private final NodeAnswers node;
  private final NodeStatus status;
  private final CertificateView issuer;
  private final InstantSource clock;

  HealthAnswers(WebParts parts) {
    this.front = parts.front();
    this.node = new NodeAnswers(parts, List::of);
    this.status = parts.status();
    this.issuer = parts.desks().certificates();
    this.clock = parts.clock();
  }

  List<Route> routes() {
    return List.of(
        route("/api/v1/certificates", Action.HEALTH_VIEW, _ -> certificates(issuer.issued())),
        route("/api/v1/support", Action.SUPPORT_EXPORT, _ -> support()));
  }

  private static Route route(String path, Action action, Route.Handler handler) {
    return new Route(
        Route.Method.GET,
        path,
        Route.Access.of(action),
        Route.Pace.OWN,
        List.of(),
        Set.of(200),
        handler);
  }

  private Answer certificates(List<CertificateView.Issued> issued) {
    List<CertificateShown> all = front.certificates().get();
    return Answer.json(
        200,
        json -> {
          json.array("items");
          for (CertificateShown each : all) {
            json.object();
            json.text("name", each.name());
            json.text("subject", each.subject());
            json.text("issuer", each.issuer());
            json.text("serial", each.serial());
            json.text("notBefore", Times.text(each.notBefore()));
            json.text("notAfter", Times.text(each.notAfter()));
            json.text("fingerprint", each.fingerprint());
            json.end();
          }
          json.end();
          json.array("issued");
          issued.forEach(each -> CertificateAnswers.write(json, each));
          json.end();
          json.text("next", null);
        });
  }

  private Answer support() throws IOException {
    byte[] state = node.state().body();
    byte[] figures = PrometheusText.of(status.figures());
    // Whom a certificate was issued to may be a name.
    byte[] certificates = certificates(List.of()).body();
    String machine =
        "time "
            + Times.text(clock.instant())
            + "\nsoftware "
            + front.writer().version()
            + "\njava "
            + Runtime.version()
            + "\nsystem "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch")
            + "\ncores "
            + Runtime.getRuntime().availableProcessors()
            + "\nmemory "
            + Runtime.getRuntime().totalMemory()
            + " of "
            + Runtime.getRuntime().maxMemory()
            + "\n";
    return Answer.streamed(
            200,
            ZIP,
            new Answer.Stream() {
              @Override
              public void to(OutputStream out) throws IOException {
                var zip = new ZipOutputStream(out);
                add(zip, "node.json", state);
                add(zip, "metrics.txt", figures);
                add(zip, "certificates.json", certificates);
                add(zip, "machine.txt", machine.getBytes(StandardCharsets.UTF_8));
                zip.finish();
              }

              @Override
              public void end() {
                // Nothing is held.
              }
            })
        .download("penstock-support.zip");
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }
}
