package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bundle.Claim;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.RecordSink;
import dev.penstock.bundle.Verdict;
import dev.penstock.bundle.VerdictText;
import dev.penstock.evidence.approval.Agreed;
import dev.penstock.evidence.record.Statement;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.yaml.SettingsFile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody agrees with a passkey at a whole node, and an auditor finds in a bundle that it was so.
 * Req: 62443-4-2 CR 2.12
 */
@Timeout(300)
class SignedApprovalTest {
  @TempDir private Path folder;

  @Test
  void anAuditorFindsWhatAPasskeySigned() throws Exception {
    int port = HeldPorts.next();
    String text = "origin: plant7.example/log\nhttp: {port: %d}\n".formatted(port);
    Path data = folder.resolve("data");
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Node node = start(data, text)) {
      NodeBrowser ada = NodeBrowser.ofFirst(http, node);
      NodeBrowser bo = PasskeyHolder.joined(http, node, ada, "bo", "security-officer");
      PasskeyHolder key = PasskeyHolder.of(bo, "http://localhost:" + port);
      NodeBrowser _ = PasskeyHolder.joined(http, node, ada, "tom", "viewer");
      String tom = PasskeyHolder.id(ada, "tom");
      String asked =
          ada.done(202, ada.post("/api/v1/people/" + tom + "/erase", "{\"reason\": \"\"}"));
      String _ = bo.done(200, key.agree(NodeBrowser.first(asked, "id")));

      // A bundle holds what is sealed by then.
      TestPlant.await(() ->
          SealedAccess.values(node).stream()
              .anyMatch(one -> one instanceof Statement said && Agreed.isOne(said)));
      Verdict verdict = verdict(data);
      Claim claim = verdict.claim(ClaimCode.APPROVALS);
      assertThat(claim.isVerified()).as(() -> String.join("\n", VerdictText.of(verdict))).isTrue();
      assertThat(claim.details())
          .singleElement()
          .asString()
          .contains("of kind person.erase", "signed request", "which is here, with passkey");
    }
  }

  /** Of a bundle about the gateway itself, as of now. */
  private Verdict verdict(Path data) throws IOException, InterruptedException {
    Path file = folder.resolve("gateway.zip");
    assertThat(Auditor.ask(data, file, Auditor.request(""))).isInstanceOf(ControlAnswer.Done.class);
    return Auditor.verdict(file, Auditor.trust(data), RecordSink.NONE);
  }

  private static Node start(Path data, String text) throws Exception {
    var machine = Node.Machine.here();
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case SettingsFile.Reading.Valid<NodeSettings>(var settings) ->
          Node.start(data, settings, machine);
      case SettingsFile.Reading.Faulty<NodeSettings>(var problems) ->
          throw new AssertionError(problems);
    };
  }
}
